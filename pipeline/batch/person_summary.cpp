#include "pipeline/batch/person_summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "pipeline/batch/report_words.hpp"

using Json = nlohmann::ordered_json;

namespace carescan::batch {
namespace {

constexpr const char* style = R"(
body{font:18px/1.5 "Frutiger W01",Arial,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#212b32;background:#fff}
h1{font-size:2rem;line-height:1.2;margin-bottom:.4rem}h2{font-size:1.4rem;margin-top:2.4rem;border-bottom:3px solid #005eb8;padding-bottom:.2rem}
.who{font-size:1.15rem}.note{background:#f0f4f5;border-left:8px solid #005eb8;padding:.8rem 1rem}
.doubt{background:#fff9e6;border-left:8px solid #ffb81c;padding:.8rem 1rem}.doubt ul{margin:.3rem 0;columns:2;column-gap:2rem;padding-left:1.2rem}.doubt li{break-inside:avoid}
table{border-collapse:collapse;width:100%;margin:.6rem 0}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #d8dde0;vertical-align:top}
tr{break-inside:avoid}thead th{background:#f0f4f5}td.sure{width:12rem;color:#4c6272;font-size:.9rem}
td.says{overflow-wrap:anywhere}.quiet{color:#4c6272;font-size:.9rem}
@media print{body{max-width:none;margin:0;font-size:11pt}.note,.doubt,thead th{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)";

Json resource_of(const Json& bundle, const std::string& type) {
  if (bundle.is_object() && bundle.contains("entry"))
    for (const Json& entry : bundle["entry"])
      if (entry.contains("resource") && entry["resource"].value("resourceType", "") == type) return entry["resource"];
  return Json::object();
}

/// One answer of the response in words.
std::string answer_words(const Json& answer) {
  if (answer.contains("valueBoolean")) return answer["valueBoolean"].get<bool>() ? "yes" : "no";
  if (answer.contains("valueDate")) return british(answer["valueDate"].get<std::string>());
  if (answer.contains("valueString")) return answer["valueString"].get<std::string>();
  if (answer.contains("valueDecimal")) return fmt::format("{:g}", answer["valueDecimal"].get<double>());
  if (answer.contains("valueCoding"))
    return answer["valueCoding"].value("display", answer["valueCoding"].value("code", ""));
  if (answer.contains("valueQuantity"))
    return fmt::format("{:g} {}", answer["valueQuantity"]["value"].get<double>(),
                       answer["valueQuantity"].value("unit", ""));
  return "";
}

/// Field name → answers in words, of all items that have some.
void collect_words(const Json& items, std::map<std::string, std::string>& words) {
  for (const Json& item : items) {
    if (item.contains("item")) collect_words(item["item"], words);
    if (!item.contains("answer")) continue;
    std::string& all = words[item.value("linkId", "")];
    for (const Json& answer : item["answer"]) all += (all.empty() ? "" : ", ") + answer_words(answer);
  }
}

std::string name_of(const Json& patient) {
  if (!patient.contains("name")) return "";
  for (const Json& name : patient["name"]) {
    std::string words;
    for (const Json& given : name.value("given", Json::array())) words += given.get<std::string>() + " ";
    words += name.value("family", "");
    if (!words.empty()) return words;
  }
  return "";
}

/// "born 28/02/1938, NHS number 999 000 0018", as far as it can be relied on.
std::string who(const Json& patient) {
  std::string words;
  const auto add = [&](const std::string& part) { words += (words.empty() ? "" : ", ") + part; };
  if (patient.contains("birthDate")) add("born " + british(patient["birthDate"].get<std::string>()));
  for (const Json& identifier : patient.value("identifier", Json::array()))
    if (identifier.value("system", "") == "https://fhir.nhs.uk/Id/nhs-number")
      add("NHS number " + spaced(identifier.value("value", "")));
  return words;
}

bool is_settled(const RecordField& field) {
  return field.accepted || field.reviewed;
}

bool is_written(const RecordField& field) {
  return field.state != FieldState::blank && field.value != Value(false);
}

std::string label_of(const RecordField& field) {
  return escaped(field.label.empty() ? field.name : field.label);
}

std::string rows_of(const Record& record, const std::map<std::string, std::string>& words) {
  std::string rows;
  for (const RecordField& field : record.fields) {
    const auto said = words.find(field.name);
    if (!is_settled(field) || !is_written(field) || said == words.end()) continue;
    rows += fmt::format("<tr><th scope=row>{}</th><td class=says>{}</td><td class=sure>{}</td></tr>\n", label_of(field),
                        escaped(said->second),
                        field.reviewed ? "compared with the paper" : "read by the computer, not yet compared");
  }
  return rows;
}

/// What waits for a person: what somebody wrote, and what could hurt if it were overlooked, blank or not; that in bold
/// and first.
std::string doubts_of(const Record& record) {
  std::string grave, others;
  for (const RecordField& field : record.fields) {
    const bool in_table = field.name.find('[') != std::string::npos;
    if (is_settled(field) || (!is_written(field) && (!field.critical || in_table))) continue;
    if (field.critical)
      grave += "<li><strong>" + label_of(field) + "</strong></li>\n";
    else
      others += "<li>" + label_of(field) + "</li>\n";
  }
  return grave + others;
}

std::string document_part(const PersonDocument& document) {
  const Json bundle = Json::parse(document.bundle, nullptr, false);
  std::map<std::string, std::string> words;
  collect_words(resource_of(bundle, "QuestionnaireResponse").value("item", Json::array()), words);
  const Json type = resource_of(bundle, "DocumentReference").value("type", Json::object());
  std::string html = "<h2>" + escaped(type.value("text", document.record.form)) + "</h2>\n";
  if (const std::string doubts = doubts_of(document.record); !doubts.empty())
    html +=
        "<div class=doubt><strong>Still to be checked against the paper.</strong> Do not rely on this page for:<ul>\n" +
        doubts + "</ul></div>\n";
  const std::string rows = rows_of(document.record, words);
  html += rows.empty()
              ? "<p>Nothing on this form could be taken over yet.</p>\n"
              : "<table><thead><tr><th>On the form</th><th>What it says</th><th>How we know</th></tr></thead>\n"
                "<tbody>\n" +
                    rows + "</tbody></table>\n";
  const auto blank = std::count_if(document.record.fields.begin(), document.record.fields.end(),
                                   [](const RecordField& f) { return is_settled(f) && f.state == FieldState::blank; });
  if (blank > 0)
    html += fmt::format(
        "<p class=quiet>{} left blank on the paper. Blank means that nothing was written, not that there "
        "is nothing.</p>\n",
        counted(blank, "place was", "places were"));
  return html;
}

}  // namespace

std::string person_summary(const std::vector<PersonDocument>& documents) {
  Json patient = Json::object();
  for (const PersonDocument& document : documents)
    if (name_of(patient).empty()) patient = resource_of(Json::parse(document.bundle, nullptr, false), "Patient");
  const std::string name = name_of(patient), about = who(patient);
  const std::string title = "What we took from the papers of " +
                            (name.empty() ? "a person whose name is still to be checked" : escaped(name));
  std::string html = fmt::format(
      "<!doctype html>\n<html lang=en-GB><meta charset=utf-8><meta name=viewport content=\"width=device-width\">"
      "<title>{0}</title><style>{1}</style>\n<h1>{0}</h1>\n",
      title, style);
  if (!about.empty()) html += "<p class=who>" + escaped(about) + "</p>\n";
  html +=
      "<p class=note>A computer program read these papers, and people check what it is not sure of. This page shows "
      "what "
      "was taken over, and what is still open. It may be wrong. <strong>If something here is not right, or is missing, "
      "please tell us</strong>: the paper is kept and we will look at it with you. This page is no medical "
      "advice.</p>\n";
  for (const PersonDocument& document : documents) html += document_part(document);
  return html + "</html>\n";
}

}  // namespace carescan::batch

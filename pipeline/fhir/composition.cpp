#include "pipeline/fhir/composition.hpp"

#include <algorithm>

#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/narrative.hpp"
#include "pipeline/fhir/wording.hpp"
#include "pipeline/records/tables.hpp"

namespace carescan::fhir {
namespace {

/// What the table shows of a field. A value that waits for a person is never shown.
std::string shown(const Document& document, const RecordField& field) {
  if (!is_usable(field)) return "needs checking";
  switch (field.state) {
    case FieldState::read:
      return said(document, field);
    case FieldState::blank:
      return "left blank";
    case FieldState::none:
      return "none";
    case FieldState::illegible:
      return "cannot be read";
    case FieldState::ambiguous:
      break;
  }
  return "several marks where one is allowed";
}

std::string table(const Document& document) {
  const Record& record = document.record;
  std::string rows;
  const std::set<std::string> empty = records::empty_rows(record);
  for (const RecordField& field : record.fields) {
    if (empty.contains(row_name(field.name))) continue;
    const std::string label = clean_text(field.label.empty() ? field.name : field.label);
    rows += "<tr><th>" + escape_xhtml(label) + "</th><td>" + escape_xhtml(shown(document, field)) + "</td></tr>";
  }
  return rows.empty() ? "<p>The form has no fields.</p>" : "<table><tbody>" + rows + "</tbody></table>";
}

Json scan_section(const Document& document) {
  Json entries = Json::array();
  for (const Scan& scan : document.scans) entries.push_back(reference_to(document, scan_name(scan)));
  return {{"title", "The scan"}, {"text", narrative("The scan of the paper form.")}, {"entry", entries}};
}

/// A List of the form as a section, in its words.
Json list_section(const Json& list) {
  const std::string title = text_of(list, "title");
  Json section{{"title", title.empty() ? "List" : title}};
  if (has(list, "code")) section["code"] = list.at("code");
  section["text"] = list.at("text");
  section["entry"] = Json::array({{{"reference", "urn:uuid:" + text_of(list, "id")}}});
  return section;
}

/// The Lists of a form in sections of their own; the rest of what its answers became in one.
void add_derived_sections(Json& sections, const std::vector<DerivedResource>& derived) {
  Json others = Json::array();
  for (const DerivedResource& one : derived) {
    if (text_of(one.resource, "resourceType") == "List")
      sections.push_back(list_section(one.resource));
    else
      others.push_back({{"reference", "urn:uuid:" + text_of(one.resource, "id")}});
  }
  if (!others.empty())
    sections.push_back({{"title", "What the answers became"},
                        {"text", narrative("The answers as single facts, each with its source.")},
                        {"entry", others}});
}

}  // namespace

Json composition(const Document& document, const std::vector<DerivedResource>& derived) {
  const std::string title = clean_text(document.form.title.empty() ? document.form.id : document.form.title);
  const std::string id = resource_id(document, "Composition");
  Json sections = Json::array({{{"title", "Answers on the form"},
                                {"text", narrative(table(document))},
                                {"entry", Json::array({reference_to(document, "QuestionnaireResponse")})}}});
  add_derived_sections(sections, derived);
  if (!document.scans.empty()) sections.push_back(scan_section(document));
  return {{"resourceType", "Composition"},
          {"id", id},
          {"meta", {{"profile", Json::array({std::string(names::uk_core) + "UKCore-Composition"})}}},
          {"text", narrative("A paper form as carescan read it.")},
          {"identifier", urn_identifier(id)},
          {"status", is_reviewed_throughout(document.record) ? "final" : "preliminary"},
          {"type", {{"text", title}}},
          {"subject", reference_to(document, "Patient")},
          {"date", document.options.recorded},
          {"author", Json::array({reference_to(document, "Device")})},
          {"title", title},
          {"custodian", reference_to(document, "Organization")},
          {"section", sections}};
}

}  // namespace carescan::fhir

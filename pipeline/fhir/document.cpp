#include "pipeline/fhir/document.hpp"

#include <algorithm>

#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/utf8.hpp"
#include "pipeline/records/identity.hpp"

namespace carescan::fhir {
namespace {

/// Broken UTF-8 replaced, through the JSON library that would otherwise refuse to write it.
std::string as_utf8(const std::string& text) {
  if (is_utf8(text)) return text;
  return Json::parse(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace)).get<std::string>();
}

}  // namespace

Trust trust_of(const RecordField& field) {
  if (field.reviewed) return Trust::reviewed;
  return field.accepted ? Trust::accepted : Trust::asked;
}

std::string_view to_string(Trust trust) {
  switch (trust) {
    case Trust::accepted:
      return "accepted";
    case Trust::reviewed:
      return "reviewed";
    case Trust::asked:
      break;
  }
  return "asked";
}

bool is_usable(const RecordField& field) {
  return trust_of(field) != Trust::asked;
}

bool is_reviewed_throughout(const Record& record) {
  return !record.fields.empty() &&
         std::all_of(record.fields.begin(), record.fields.end(), [](const RecordField& f) { return f.reviewed; });
}

Json origin_tag() {
  return Json::array({{{"system", std::string(names::own) + "CodeSystem/origin"},
                       {"code", "read-from-paper"},
                       {"display", "Read by machine from paper"}}});
}

std::string resource_id(const Document& document, const std::string& what) {
  return records::uuid_v5(document.record.id + "|" + what);
}

Json reference_to(const Document& document, const std::string& what) {
  return {{"reference", "urn:uuid:" + resource_id(document, what)}};
}

Json urn_identifier(const std::string& uuid) {
  return {{"system", names::uri}, {"value", "urn:uuid:" + uuid}};
}

Json extension(const std::string& url, const std::string& value_name, Json value) {
  return {{"url", url}, {value_name, std::move(value)}};
}

Json narrative(const std::string& xhtml) {
  return {{"status", "generated"}, {"div", "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + xhtml + "</div>"}};
}

Json coded(const std::string& system, const std::string& code, const std::string& display) {
  return {{"coding", Json::array({{{"system", system}, {"code", code}, {"display", display}}})}};
}

std::string clean_text(const std::string& text) {
  std::string out = as_utf8(text);
  for (char& c : out)
    if (has_control_character({&c, 1})) c = ' ';
  const std::size_t first = out.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "";
  return out.substr(first, out.find_last_not_of(" \t\r\n") - first + 1);
}

std::string scan_name(const Scan& scan) {
  return "DocumentReference|" + scan.sha256;
}

}  // namespace carescan::fhir

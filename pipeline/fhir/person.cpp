#include "pipeline/fhir/person.hpp"

#include <algorithm>

#include "pipeline/fhir/languages.hpp"
#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/narrative.hpp"
#include "pipeline/fhir/wording.hpp"
#include "pipeline/records/decide.hpp"

namespace carescan::fhir {
namespace {

Json verification(const std::string& code, const std::string& display) {
  return extension(names::nhs_verification, "valueCodeableConcept",
                   coded(names::nhs_verification_codes, code, display));
}

bool is_good_nhs_number(const Json& identifier) {
  return text_of(identifier, "system") == names::nhs_number && records::is_nhs_number(text_of(identifier, "value"));
}

Json document_identifier(const Document& document) {
  Json identifier{{"extension", Json::array({verification("03", "Trace required")})},
                  {"use", "temp"},
                  {"type", {{"text", "Known from this document only; NHS number not confirmed"}}}};
  identifier.update(urn_identifier(resource_id(document, "Patient")));
  return identifier;
}

/// The identifiers the skeleton gave, NHS number first and with its status; the document's own where there is no
/// number.
Json identifiers(const Json& filled, const Document& document) {
  Json keys = Json::array(), others = Json::array();
  const Json& given = member_of(filled, "identifier");
  for (const Json& identifier : given) {
    if (is_good_nhs_number(identifier) && keys.empty())
      keys.push_back({{"extension", Json::array({verification("02", "Number present but not traced")})},
                      {"system", names::nhs_number},
                      {"value", identifier["value"]}});
    else if (text_of(identifier, "system") != names::nhs_number && has(identifier, "value"))
      others.push_back(identifier);
  }
  if (keys.empty()) keys.push_back(document_identifier(document));
  keys.insert(keys.end(), others.begin(), others.end());
  return keys;
}

/// A contact of whom nothing is left that would reach them is not a contact (pat-1).
Json reachable(const Json& contacts) {
  Json out = Json::array();
  for (const Json& contact : contacts)
    if (has(contact, "name") || has(contact, "telecom") || has(contact, "address") || has(contact, "organization"))
      out.push_back(contact);
  return out;
}

/// FHIR wants languages coded. A name without a known code stays in the response only.
Json coded_languages(const Json& communications) {
  Json out = Json::array();
  for (Json communication : communications) {
    Json language = member_of(communication, "language");
    const std::string code = language_code(text_of(language, "text"));
    if (!has(language, "coding") && code.empty()) continue;
    if (!has(language, "coding")) language["coding"] = Json::array({{{"system", "urn:ietf:bcp:47"}, {"code", code}}});
    communication["language"] = language;
    out.push_back(communication);
  }
  return out;
}

/// What the skeleton filled, without what FHIR would refuse for want of a part that the paper does not give.
Json acceptable(const std::string& name, const Json& value) {
  if (!value.is_array()) return value;
  if (name == "contact") return reachable(value);
  return name == "communication" ? coded_languages(value) : value;
}

}  // namespace

Expanded patient(const Document& document) {
  const std::vector<Json> skeletons = skeletons_of(document.form);
  const auto person = std::find_if(skeletons.begin(), skeletons.end(),
                                   [](const Json& s) { return text_of(s, "resourceType") == "Patient"; });
  const Expanded filled = person == skeletons.end() ? Expanded() : expand_skeleton(*person, document);
  const std::string words = in_words(document, filled.fields);
  Json out{{"resourceType", "Patient"},
           {"id", resource_id(document, "Patient")},
           {"meta", {{"profile", Json::array({std::string(names::uk_core) + "UKCore-Patient"})}}},
           {"text", narrative(escape_xhtml(words.empty() ? "A person whom this document does not name." : words))},
           {"identifier", identifiers(filled.resource, document)}};
  const Json rest = filled.resource.is_object() ? filled.resource : Json::object();
  for (const auto& [name, value] : rest.items()) {
    if (out.contains(name)) continue;
    const Json kept = acceptable(name, value);
    if (!kept.is_structured() || !kept.empty()) out[name] = kept;
  }
  return {out, filled.fields};
}

}  // namespace carescan::fhir

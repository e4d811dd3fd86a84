#include "pipeline/fhir/parties.hpp"

#include <fmt/format.h>

#include "pipeline/fhir/document_issues.hpp"
#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/narrative.hpp"
#include "pipeline/records/identity.hpp"

namespace carescan::fhir {
namespace {

/// Nothing but an ODS code or a namespace tells two providers of one name apart; without them the Organization is that
/// of this document alone, so that no two providers become one custodian.
Json provider_identifier(const Document& document) {
  const std::optional<Provider>& provider = document.options.provider;
  if (provider && !provider->ods_code.empty()) return {{"system", names::ods_code}, {"value", provider->ods_code}};
  if (provider && !provider->namespace_uri.empty())
    return urn_identifier(records::uuid_v5("provider|" + provider->namespace_uri + "|" + provider->name));
  return urn_identifier(resource_id(document, "Organization"));
}

Json named_provider(const Provider& provider) {
  const std::string note = provider.ods_code.empty() ? " (no ODS code given)" : "";
  return {{"text", narrative(escape_xhtml(clean_text(provider.name)) + note)}, {"name", clean_text(provider.name)}};
}

Json unknown_provider() {
  return {{"text", narrative("The care provider was not stated when this document was read; no ODS code is known.")},
          {"_name", {{"extension", Json::array({extension(names::data_absent, "valueCode", "unknown")})}}}};
}

/// The pages of this scan that the document stands on, as people count them.
std::string pages_of(const Document& document, const Scan& scan) {
  std::string out;
  for (const RecordPage& page : document.record.pages)
    if (page.source.sha256 == scan.sha256) out += fmt::format("{}{}", out.empty() ? "" : ", ", page.source.page);
  return out;
}

}  // namespace

Json organization(const Document& document) {
  Json out{{"resourceType", "Organization"},
           {"id", resource_id(document, "Organization")},
           {"meta", {{"profile", Json::array({std::string(names::uk_core) + "UKCore-Organization"})}}},
           {"identifier", Json::array({provider_identifier(document)})}};
  out.update(document.options.provider ? named_provider(*document.options.provider) : unknown_provider());
  return out;
}

Json device(const Document& document) {
  const std::string& version = document.options.tool_version;
  Json out{{"resourceType", "Device"},
           {"id", resource_id(document, "Device")},
           {"text", narrative("carescan " + escape_xhtml(version) + ": software that reads scanned paper forms")},
           {"identifier", Json::array({urn_identifier(records::uuid_v5("carescan|" + version))})},
           {"deviceName", Json::array({{{"name", "carescan"}, {"type", "model-name"}}})},
           {"type", {{"text", "Software that reads scanned paper forms"}}}};
  if (!version.empty()) out["version"] = Json::array({{{"value", version}}});
  return out;
}

Json document_reference(const Document& document, const Scan& scan) {
  const std::string id = resource_id(document, scan_name(scan));
  const std::string title = clean_text(scan.file), pages = pages_of(document, scan);
  Json attachment{{"size", scan.size_bytes}};
  if (!scan.mime.empty()) attachment["contentType"] = scan.mime;
  if (!scan.sha1_base64.empty()) attachment["hash"] = scan.sha1_base64;
  if (!title.empty()) attachment["title"] = title;
  const std::string about =
      "Scan of a paper form" + (pages.empty() ? "" : ", page " + pages + " of the file") + issues_in_words(document);
  return {
      {"resourceType", "DocumentReference"},
      {"id", id},
      {"text", narrative(escape_xhtml(about))},
      {"identifier", Json::array({urn_identifier(id),
                                  {{"system", std::string(names::own) + "Id/scan-sha-256"}, {"value", scan.sha256}}})},
      {"status", "current"},
      {"type", {{"text", clean_text(document.form.title.empty() ? document.form.id : document.form.title)}}},
      {"subject", reference_to(document, "Patient")},
      {"custodian", reference_to(document, "Organization")},
      {"description", about},
      {"content", Json::array({{{"attachment", attachment}}})}};
}

}  // namespace carescan::fhir

#include "pipeline/fhir/identifiers.hpp"

#include <algorithm>

#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/primitives.hpp"
#include "pipeline/records/decide.hpp"
#include "pipeline/records/identity.hpp"

namespace carescan::fhir {
namespace {

/// https://digital.nhs.uk/services/organisation-data-service: three characters and more, all capitals and digits.
bool is_ods_code(const std::string& code) {
  return code.size() >= 3 && code.size() <= 10 &&
         std::all_of(code.begin(), code.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

/// 2.16.840.1: published examples leave urn:oid: out.
bool is_bare_oid(const std::string& value) {
  return value.find('.') != std::string::npos && value.find_first_not_of("0123456789.") == std::string::npos;
}

}  // namespace

void check_identifier(const Json& identifier, const Place& at, std::vector<Finding>& findings) {
  const std::string system = text_of(identifier, "system"), value = text_of(identifier, "value");
  if (value.empty()) return;
  const std::string here = at.child("value").path;
  if (system == names::nhs_number && !records::is_nhs_number(value))
    error(findings, "value", here, "An NHS number has ten digits without spaces, the last a right check digit.");
  if ((system == names::ods_code || system == names::ods_site) && !is_ods_code(value))
    error(findings, "value", here, "An ODS code has 3 to 10 capitals and digits.");
  if (system == names::uri && !is_absolute_uri(value) && !is_bare_oid(value))
    error(findings, "value", here, "Under urn:ietf:rfc:3986 the value is a whole URI, such as urn:uuid:….");
  if (system == names::uri && value.starts_with("urn:uuid:") && !is_uuid_urn(value))
    error(findings, "value", here, "A UUID is written urn:uuid: and 32 lower-case hex digits with hyphens.");
}

void check_attachment(const Json& attachment, const Place& at, std::vector<Finding>& findings) {
  const std::string hash = text_of(attachment, "hash"), data = text_of(attachment, "data");
  if (!hash.empty() && base64_size(hash) >= 0 && base64_size(hash) != 20)
    error(findings, "value", at.child("hash").path, "Attachment.hash is a SHA-1: 20 bytes in base64.");
  const Json& size = member_of(attachment, "size");
  const long bytes = base64_size(data);
  if (bytes < 0) return;
  if (size.is_number_integer() && size.get<long>() != bytes)
    error(findings, "value", at.child("size").path, "The size is not that of the data.");
  if (base64_size(hash) == 20 && records::sha1_base64(base64_decoded(data)) != hash)
    error(findings, "value", at.child("hash").path, "The hash is not that of the data.");
}

}  // namespace carescan::fhir

#include "pipeline/fhir/identifiers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/primitives.hpp"
#include "pipeline/records/decide.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;

bool claims(const Json& resource, const std::string& profile) {
  const Json& profiles = member_of(member_of(resource, "meta"), "profile");
  if (!profiles.is_array()) return false;
  const std::string url = names::uk_core + profile;
  return std::any_of(profiles.begin(), profiles.end(), [&](const Json& p) {
    return p.is_string() && (p.get<std::string>() == url || p.get<std::string>().starts_with(url + "|"));
  });
}

/// A slice by system: once at most, and not without a value.
void check_slice(const Json& resource, const std::string& system, const Place& at, Findings& findings) {
  const Json& identifiers = member_of(resource, "identifier");
  if (!identifiers.is_array()) return;
  int count = 0;
  for (std::size_t i = 0; i < identifiers.size(); ++i) {
    if (text_of(identifiers[i], "system") != system) continue;
    const Place here = at.child(fmt::format("identifier[{}]", i));
    if (++count == 2) error(findings, "structure", here.path, "UK Core allows one identifier of this system.");
    if (!has(identifiers[i], "value"))
      error(findings, "required", here.child("value").path, "UK Core asks for a value here.");
  }
}

bool is_verification_code(const Json& coding) {
  const std::string system = text_of(coding, "system"), code = text_of(coding, "code");
  const bool national = system == names::nhs_verification_codes ||
                        system == "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusWales";
  if (system == "http://terminology.hl7.org/CodeSystem/v3-NullFlavor") return code == "NI";
  if (national && code == "nn") return system.ends_with("Wales");
  return national && code.size() == 2 && code[0] == '0' && code[1] >= '1' && code[1] <= '8';
}

void check_verification(const Json& extension, const Place& at, Findings& findings) {
  const Json& codings = member_of(member_of(extension, "valueCodeableConcept"), "coding");
  if (!codings.is_array() || std::none_of(codings.begin(), codings.end(), is_verification_code))
    error(findings, "code-invalid", at.child("value").path,
          "The NHS number's verification status must be a code of the national list.");
}

void check_verifications(const Json& patient, const Place& at, Findings& findings) {
  const Json& identifiers = member_of(patient, "identifier");
  for (std::size_t i = 0; identifiers.is_array() && i < identifiers.size(); ++i) {
    const Json& extensions = member_of(identifiers[i], "extension");
    for (std::size_t e = 0; extensions.is_array() && e < extensions.size(); ++e)
      if (text_of(extensions[e], "url") == names::nhs_verification)
        check_verification(extensions[e], at.child(fmt::format("identifier[{}].extension[{}]", i, e)), findings);
  }
}

}  // namespace

void check_identifier(const Json& identifier, const Place& at, std::vector<Finding>& findings) {
  if (text_of(identifier, "system") != names::nhs_number || !has(identifier, "value")) return;
  if (!records::is_nhs_number(text_of(identifier, "value")))
    error(findings, "value", at.child("value").path,
          "An NHS number has ten digits without spaces, the last a right check digit.");
}

void check_attachment(const Json& attachment, const Place& at, std::vector<Finding>& findings) {
  const std::string hash = text_of(attachment, "hash");
  if (!hash.empty() && base64_size(hash) >= 0 && base64_size(hash) != 20)
    error(findings, "value", at.child("hash").path, "Attachment.hash is a SHA-1: 20 bytes in base64.");
}

void check_claimed_profile(const Json& resource, const std::string& type, const Place& at,
                           std::vector<Finding>& findings) {
  if (type == "Patient" && claims(resource, "UKCore-Patient")) {
    check_slice(resource, names::nhs_number, at, findings);
    check_verifications(resource, at, findings);
  }
  if (type == "Organization" && claims(resource, "UKCore-Organization")) {
    check_slice(resource, names::ods_code, at, findings);
    check_slice(resource, "https://fhir.nhs.uk/Id/ods-site-code", at, findings);
  }
}

}  // namespace carescan::fhir

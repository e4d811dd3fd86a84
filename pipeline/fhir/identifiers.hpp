#pragma once

#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// An Identifier under the NHS number's system holds ten digits with a right check digit (modulus 11, not all the
/// same).
void check_identifier(const Json& identifier, const Place& at, std::vector<Finding>& findings);

/// Attachment.hash is a SHA-1: 20 bytes in base64.
void check_attachment(const Json& attachment, const Place& at, std::vector<Finding>& findings);

/// What UK Core asks of the profiles carescan claims (Patient, Organization), for resources that claim them in
/// meta.profile: the identifier slices are there once, with system and value, and a verification status is of the
/// national list. Source: UK Core StructureDefinitions Patient 2.6.1 and Organization 2.5.1.
void check_claimed_profile(const Json& resource, const std::string& type, const Place& at,
                           std::vector<Finding>& findings);

}  // namespace carescan::fhir

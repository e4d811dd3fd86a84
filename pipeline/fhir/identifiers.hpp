#pragma once

#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// The value of an Identifier by its system: NHS number (ten digits, modulus 11, not all the same), ODS codes, URIs.
void check_identifier(const Json& identifier, const Place& at, std::vector<Finding>& findings);

/// Attachment.hash is a SHA-1 (20 bytes in base64); hash and size are those of the data, where data is there.
void check_attachment(const Json& attachment, const Place& at, std::vector<Finding>& findings);

}  // namespace carescan::fhir

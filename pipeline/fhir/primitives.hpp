#pragma once

#include <string>
#include <string_view>

#include "pipeline/fhir/json_tree.hpp"

namespace carescan::fhir {

/// What is wrong with the value of a FHIR primitive, as a sentence; "" where nothing is. Stricter than the published
/// regular expressions where those let nonsense through: days must be in the calendar. Written by hand because
/// std::regex recurses once per character and so falls over on long text.
/// Method: https://hl7.org/fhir/R4/datatypes.html
std::string primitive_problem(const std::string& type, const Json& value);

/// Scheme and something after it, no white space: http:, https:, urn: …
bool is_absolute_uri(std::string_view text);
/// Type/id where a canonical URL should be absolute: in published examples often, so worth a warning only.
bool is_relative_canonical(std::string_view text);
/// 1 to 64 of letters, digits, hyphen, dot.
bool is_id(std::string_view text);
/// urn:uuid: and a UUID in lower case.
bool is_uuid_urn(std::string_view text);
/// The number of bytes that base64 stands for; -1 where it is not base64.
long base64_size(std::string_view text);
/// The bytes that base64 stands for; what base64_size refuses gives no sense.
std::string base64_decoded(std::string_view text);

}  // namespace carescan::fhir

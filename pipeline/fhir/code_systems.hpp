#pragma once

#include <string_view>
#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// Whether a SNOMED CT identifier is 6 to 18 digits without leading zero and with a right check digit (Verhoeff's
/// dihedral scheme). Source: https://confluence.ihtsdotools.org/display/DOCRELFMT/5.5+Check-digit
bool is_sctid(std::string_view code);

/// What is known of the code of a Coding or Quantity by its system: UCUM's grammar, SNOMED CT's check digit (of a
/// post-coordinated expression: left alone).
void check_code_in_system(const Json& coded, const Place& at, std::vector<Finding>& findings);

}  // namespace carescan::fhir

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// Whether a SNOMED CT identifier is 6 to 18 digits without leading zero, of a concept (partition 00 or 10, not a
/// description or relationship), and with a right check digit (Verhoeff's dihedral scheme). Source:
/// https://confluence.ihtsdotools.org/display/DOCRELFMT/5.5+Check-digit
bool is_sctid(std::string_view code);

/// Whether a LOINC code is a number of up to seven digits, a hyphen and a right check digit (modulus 10). Parts,
/// answers and groups (LP, LA, LL, LG) need the shape only. Source: https://loinc.org/kb/users-guide/ (check digit)
bool is_loinc(std::string_view code);

/// What is known of the code of a Coding or Quantity by its system: UCUM's grammar, SNOMED CT's check digit (of a
/// post-coordinated expression: left alone), LOINC's, BCP 47, and the codes of HL7's and UK Core's small systems.
void check_code_in_system(const Json& coded, const Place& at, std::vector<Finding>& findings);

/// The system of a Coding, Identifier or Quantity is an absolute URI; a Coding's is no value set.
void check_system(const Json& object, const std::string& type, const Place& at, std::vector<Finding>& findings);

/// Unit and code of a Quantity do not name two different units (kg beside g).
void check_unit(const Json& quantity, const Place& at, std::vector<Finding>& findings);

}  // namespace carescan::fhir

#include "pipeline/fhir/code_systems.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/primitives.hpp"
#include "pipeline/fhir/profiles.hpp"
#include "pipeline/fhir/terminology.hpp"
#include "pipeline/fhir/ucum.hpp"

namespace carescan::fhir {
namespace {

/// Product in the dihedral group of order 10: 0–4 are turns, 5–9 reflections.
int dihedral(int a, int b) {
  const int sum = a < 5 ? a + b % 5 : a - b % 5 + 5;
  const bool reflected = (a < 5) != (b < 5);
  return sum % 5 + (reflected ? 5 : 0);
}

/// Verhoeff's permutation, applied once for each place from the right.
int permuted(int digit, std::size_t place) {
  static constexpr std::array<int, 10> step{1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  for (std::size_t i = 0; i < place % 8; ++i) digit = step[static_cast<std::size_t>(digit)];
  return digit;
}

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Identifiers joined by + : = and the like, or with a term between bars.
bool is_expression(std::string_view code) {
  return code.find_first_of(":+=|{( ") != std::string_view::npos;
}

}  // namespace

bool is_sctid(std::string_view code) {
  if (code.size() < 6 || code.size() > 18 || !is_digits(code) || code.front() == '0') return false;
  int check = 0;
  const std::string_view partition = code.substr(code.size() - 3, 2);
  if (partition != "00" && partition != "10") return false;
  for (std::size_t place = 0; place < code.size(); ++place)
    check = dihedral(check, permuted(code[code.size() - 1 - place] - '0', place));
  return check == 0;
}

bool is_loinc(std::string_view code) {
  const std::size_t hyphen = code.rfind('-');
  if (code.starts_with("LP") || code.starts_with("LA") || code.starts_with("LL") || code.starts_with("LG"))
    return hyphen != std::string_view::npos && hyphen > 2 && hyphen + 2 == code.size() &&
           is_digits(code.substr(2, hyphen - 2)) && is_digits(code.substr(hyphen + 1));
  if (hyphen == std::string_view::npos || hyphen == 0 || hyphen > 7 || hyphen + 2 != code.size() ||
      !is_digits(code.substr(0, hyphen)) || !is_digits(code.substr(hyphen + 1)))
    return false;
  int sum = 0;
  for (std::size_t i = 0; i < hyphen; ++i) {
    const int digit = code[hyphen - 1 - i] - '0', twice = digit * 2;
    sum += i % 2 != 0 ? digit : twice > 9 ? twice - 9 : twice;
  }
  return (10 - sum % 10) % 10 == code.back() - '0';
}

namespace {

/// Systems whose codes are not told from their name by a table, but by their own syntax.
const char* broken_code(const std::string& system, const std::string& code) {
  if (system == names::ucum && !is_ucum(code))
    return "UCUM has no such unit; give a UCUM code such as kg, or leave system and code out.";
  if (system == "https://dmd.nhs.uk" && !is_sctid(code))
    return "A code of the dictionary of medicines and devices is a SNOMED CT identifier with a right check digit.";
  if (system == names::snomed && !is_expression(code) && !is_sctid(code))
    return "A SNOMED CT code is a concept's: 6 to 18 digits, the last a right check digit.";
  if (system == "http://loinc.org" && !is_loinc(code))
    return "A LOINC code is a number, a hyphen and a right check digit.";
  if (system == "urn:ietf:bcp:47" && !is_language_tag(code)) return "A language is a BCP 47 code such as en or en-GB.";
  const auto known = profile_facts().code_systems.find(system);
  if (known != profile_facts().code_systems.end() && !known->second.contains(code))
    return "The code system has no such code.";
  return nullptr;
}

}  // namespace

void check_code_in_system(const Json& coded, const Place& at, std::vector<Finding>& findings) {
  const std::string system = text_of(coded, "system"), code = text_of(coded, "code");
  if (code.empty()) return;
  if (const char* problem = broken_code(system, code); problem != nullptr)
    error(findings, "code-invalid", at.child("code").path, problem);
}

void check_system(const Json& object, const std::string& type, const Place& at, std::vector<Finding>& findings) {
  const std::string system = text_of(object, "system");
  if (system.empty() || (type != "Coding" && type != "Identifier" && !type.ends_with("Quantity"))) return;
  if (!is_absolute_uri(system))
    error(findings, "value", at.child("system").path, "A system is named by an absolute URI.");
  else if (type == "Coding" && system.find("hl7.org/fhir/ValueSet/") != std::string::npos)
    error(findings, "value", at.child("system").path, "This names a value set; a code's system is a code system.");
}

void check_unit(const Json& quantity, const Place& at, std::vector<Finding>& findings) {
  static const std::set<std::string> plain{
      "kg",  "g",      "mg",      "ug",         "ng",     "t",      "L",    "dL",  "mL",   "uL",     "km",
      "m",   "dm",     "cm",      "mm",         "um",     "nm",     "mmol", "mol", "umol", "mm[Hg]", "kPa",
      "Cel", "[degF]", "[lb_av]", "[stone_av]", "[in_i]", "[ft_i]", "h",    "d",   "wk"};
  const auto word = [](std::string text) {
    if (text == "l" || text == "dl" || text == "ml" || text == "ul") text.back() = 'L';
    return text;
  };
  const std::string unit = word(text_of(quantity, "unit")), code = word(text_of(quantity, "code"));
  if (text_of(quantity, "system") == names::ucum && unit != code && plain.contains(unit) && plain.contains(code))
    error(findings, "value", at.child("unit").path, "Unit and code name different units.");
}

}  // namespace carescan::fhir

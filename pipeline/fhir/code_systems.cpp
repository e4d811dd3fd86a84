#include "pipeline/fhir/code_systems.hpp"

#include <algorithm>
#include <array>

#include "pipeline/fhir/names.hpp"
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
  for (std::size_t place = 0; place < code.size(); ++place)
    check = dihedral(check, permuted(code[code.size() - 1 - place] - '0', place));
  return check == 0;
}

void check_code_in_system(const Json& coded, const Place& at, std::vector<Finding>& findings) {
  const std::string system = text_of(coded, "system"), code = text_of(coded, "code");
  if (code.empty()) return;
  if (system == names::ucum && !is_ucum(code))
    error(findings, "code-invalid", at.child("code").path,
          "UCUM has no such unit; give a UCUM code such as kg, or leave system and code out.");
  if (system == names::snomed && !is_expression(code) && !is_sctid(code))
    error(findings, "code-invalid", at.child("code").path,
          "A SNOMED CT code has 6 to 18 digits, the last a right check digit.");
}

}  // namespace carescan::fhir

#include "pipeline/reading/writing.hpp"

namespace carescan::reading {
namespace {

constexpr const char* digits = "0123456789";
constexpr const char* capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr const char* small = "abcdefghijklmnopqrstuvwxyz";

std::string by_kind(const Field& field) {
  const bool comb = !field.cells.empty();
  switch (field.kind) {
    case FieldKind::nhs_number:
      return digits;
    case FieldKind::date:
      return comb ? digits : "";  // on a line the month may have its name
    case FieldKind::number:
      return comb ? digits : std::string(digits) + ".,-/";
    case FieldKind::phone:
      return std::string(digits) + (comb ? "+" : "+() -");
    case FieldKind::postcode:
      return std::string(capitals) + digits;
    default:
      return "";
  }
}

}  // namespace

std::string alphabet_of(const Field& field) {
  if (field.alphabet.empty()) return by_kind(field);
  if (field.alphabet == "digits") return digits;
  if (field.alphabet == "capitals") return capitals;
  if (field.alphabet == "letters") return std::string(capitals) + small;
  if (field.alphabet == "alphanumeric") return std::string(capitals) + small + digits;
  return field.alphabet;
}

}  // namespace carescan::reading

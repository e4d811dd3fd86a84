#include "pipeline/model/field.hpp"

#include <array>
#include <utility>

namespace carescan {
namespace {

using Name = std::pair<FieldKind, std::string_view>;
constexpr std::array names{
    Name{FieldKind::text, "text"},           Name{FieldKind::paragraph, "paragraph"},
    Name{FieldKind::comb, "comb"},           Name{FieldKind::date, "date"},
    Name{FieldKind::number, "number"},       Name{FieldKind::nhs_number, "nhs_number"},
    Name{FieldKind::postcode, "postcode"},   Name{FieldKind::phone, "phone"},
    Name{FieldKind::checkbox, "checkbox"},   Name{FieldKind::choice, "choice"},
    Name{FieldKind::choices, "choices"},     Name{FieldKind::scale, "scale"},
    Name{FieldKind::signature, "signature"}, Name{FieldKind::initials, "initials"},
    Name{FieldKind::table, "table"},         Name{FieldKind::drawing, "drawing"},
    Name{FieldKind::none_box, "none_box"},
};

}  // namespace

std::string_view to_string(FieldKind kind) {
  for (const auto& [known, word] : names)
    if (known == kind) return word;
  return "text";
}

std::optional<FieldKind> field_kind(std::string_view word) {
  for (const auto& [kind, known] : names)
    if (known == word) return kind;
  return std::nullopt;
}

bool is_mark(FieldKind kind) {
  return kind == FieldKind::checkbox || kind == FieldKind::choice || kind == FieldKind::choices ||
         kind == FieldKind::scale || kind == FieldKind::none_box;
}

bool is_written(FieldKind kind) {
  return kind == FieldKind::text || kind == FieldKind::paragraph || kind == FieldKind::comb ||
         kind == FieldKind::date || kind == FieldKind::number || kind == FieldKind::nhs_number ||
         kind == FieldKind::postcode || kind == FieldKind::phone;
}

}  // namespace carescan

#include "pipeline/fhir/sample_filling.hpp"

#include <algorithm>

namespace carescan::fhir {
namespace {

std::string option_code(const Field& field, std::size_t round) {
  return field.options.empty() ? "sample" : field.options[std::min(round, field.options.size() - 1)].code;
}

Value sample(const Field& field, std::size_t round) {
  switch (field.kind) {
    case FieldKind::date:
      return std::string("1938-02-28");
    case FieldKind::nhs_number:
      return std::string("9990000018");
    case FieldKind::postcode:
      return std::string("AB1 2CD");
    case FieldKind::phone:
      return std::string("01632 960001");
    case FieldKind::number:
      return 10.0;
    case FieldKind::checkbox:
    case FieldKind::none_box:
    case FieldKind::signature:
    case FieldKind::initials:
      return true;
    case FieldKind::choice:
    case FieldKind::scale:
      return option_code(field, round);
    case FieldKind::choices:
      return std::vector<std::string>{option_code(field, round)};
    default:
      return std::string("Sample");
  }
}

/// Rounds over the options of the form's choices.
std::size_t option_rounds(const FormTemplate& form) {
  std::size_t most = 1;
  for (const Field& field : form.fields) most = std::max(most, field.options.size());
  return most;
}

/// Whether some box for "none" declares this field empty.
bool is_tied(const Field& field, const FormTemplate& form) {
  return std::any_of(form.fields.begin(), form.fields.end(), [&](const Field& box) {
    return box.kind == FieldKind::none_box && !box.ties.empty() && (box.ties == field.name || box.ties == field.table);
  });
}

bool is_marked(FieldKind kind) {
  return kind == FieldKind::checkbox || kind == FieldKind::choice || kind == FieldKind::scale ||
         kind == FieldKind::choices || kind == FieldKind::none_box;
}

/// After the rounds over the options one in which every box for "none" is ticked, one with marks only, and two that
/// leave every other field of the form empty.
FieldState state_in(std::size_t round, const Field& field, const FormTemplate& form) {
  const std::size_t none = option_rounds(form), gaps = none + 2;
  if (round < none) return FieldState::read;
  if (round >= gaps)
    return static_cast<std::size_t>(&field - form.fields.data()) % 2 == round % 2 ? FieldState::read
                                                                                  : FieldState::blank;
  if (round == none && is_tied(field, form)) return FieldState::none;
  const bool marks_only = round > none && field.kind == FieldKind::none_box;
  return is_marked(field.kind) && !marks_only ? FieldState::read : FieldState::blank;
}

}  // namespace

Record sample_filling(const FormTemplate& form, std::size_t round, bool reviewed) {
  Record record;
  record.id = "00000000-0000-5000-8000-000000000000";
  record.form = form.id;
  record.version = form.version;
  for (const Field& field : form.fields) {
    RecordField filled;
    filled.name = field.name;
    filled.label = field.label;
    filled.kind = field.kind;
    filled.page = field.page;
    filled.state = state_in(round, field, form);
    if (filled.state == FieldState::read) filled.value = sample(field, round < option_rounds(form) ? round : 0);
    filled.accepted = true;
    filled.reviewed = reviewed;
    record.fields.push_back(filled);
  }
  return record;
}

std::size_t rounds_of(const FormTemplate& form) {
  return option_rounds(form) + 4;
}

}  // namespace carescan::fhir

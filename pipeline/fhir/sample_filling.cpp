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
    filled.state = FieldState::read;
    filled.value = sample(field, round);
    filled.accepted = true;
    filled.reviewed = reviewed;
    record.fields.push_back(filled);
  }
  return record;
}

std::size_t rounds_of(const FormTemplate& form) {
  std::size_t most = 1;
  for (const Field& field : form.fields) most = std::max(most, field.options.size());
  return most;
}

}  // namespace carescan::fhir

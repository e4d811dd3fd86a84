#pragma once

#include "tests/unit/fhir/sample_record.hpp"

namespace fhir_sample {

/// Something that people write or mark in a field of this kind.
inline carescan::Value plausible(const carescan::Field& field) {
  using carescan::FieldKind;
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
      return 61.5;
    case FieldKind::checkbox:
    case FieldKind::none_box:
    case FieldKind::signature:
    case FieldKind::initials:
      return true;
    case FieldKind::choice:
    case FieldKind::scale:
      return field.options.empty() ? std::string("a") : field.options.front().code;
    case FieldKind::choices:
      return std::vector<std::string>{field.options.empty() ? "a" : field.options.front().code};
    default:
      return std::string("Example");
  }
}

/// A record in which every field of a form was read, all accepted or all asked.
inline carescan::Record filled_in(const carescan::FormTemplate& form, bool accepted) {
  carescan::Record record = fhir_sample::record();
  record.form = form.id;
  record.version = form.version;
  record.fields.clear();
  for (const carescan::Field& field : form.fields) {
    record.fields.push_back(answer(field, plausible(field)));
    record.fields.back().accepted = accepted;
  }
  return record;
}

}  // namespace fhir_sample

#pragma once

#include "pipeline/records/decide.hpp"

/// Small forms and readings of made-up people, for the tests of the records room.
namespace carescan::test {

inline Field field(const std::string& name, FieldKind kind) {
  Field f;
  f.name = name;
  f.label = "Label of " + name;
  f.kind = kind;
  f.box = {10, 20, 30, 8};
  return f;
}

inline FormTemplate form(std::vector<Field> fields, std::vector<FormRule> rules = {}) {
  FormTemplate f;
  f.id = "test-form";
  f.version = "1.0";
  f.pages = {{1, 210, 297}};
  f.fields = std::move(fields);
  f.rules = std::move(rules);
  return f;
}

inline Reading reading(const std::string& name, Value value, double confidence = 0.999) {
  return {.field = name,
          .state = FieldState::read,
          .value = std::move(value),
          .text = {},
          .confidence = confidence,
          .reasons = {},
          .alternatives = {}};
}

inline Reading blank(const std::string& name, double confidence = 0.999) {
  return {.field = name,
          .state = FieldState::blank,
          .value = {},
          .text = {},
          .confidence = confidence,
          .reasons = {},
          .alternatives = {}};
}

inline RecordPage page(int number) {
  RecordPage p;
  p.number = number;
  p.source = {"scan.pdf", std::string(64, 'a'), number};
  p.width_px = 2480;
  p.height_px = 3508;
  return p;
}

/// Accepts every kind from 0.9; lines of writing, whose scores are worth less than they say, from 0.6.
inline records::Policy accept_all() {
  records::Policy policy;
  for (int i = 0; i <= static_cast<int>(FieldKind::none_box); ++i)
    policy.accept_inked[static_cast<FieldKind>(i)] = policy.accept_combs[static_cast<FieldKind>(i)] =
        policy.accept_blank[static_cast<FieldKind>(i)] = 0.9;
  policy.accept_inked[FieldKind::text] = policy.accept_inked[FieldKind::paragraph] = 0.6;
  return policy;
}

inline Record record_of(const FormTemplate& f, const std::vector<Reading>& readings) {
  return records::make_record("id", f, {page(1)}, readings, accept_all());
}

using Reasons = std::vector<std::string>;

}  // namespace carescan::test

#pragma once

#include "pipeline/fhir/derived.hpp"
#include "pipeline/model/table.hpp"

/// A form with a table, numbered fields and choices, and a record of it: what mappings repeat over and decide by. The
/// person is made up.
namespace care_sample {

using namespace carescan;

inline Field field(const std::string& name, FieldKind kind, const std::string& label) {
  Field f;
  f.name = name;
  f.kind = kind;
  f.label = label;
  f.box = {20, 30, 80, 8};
  return f;
}

inline FormTemplate form(const std::string& mapping) {
  FormTemplate form;
  form.id = "care-form";
  form.version = "1.0";
  form.title = "Care form";
  form.pages = {{1, 210, 297}};
  Table needs{"needs", "My needs", 1, {20, 100, 170, 60}, {}, {100, 120, 140, 160}, "goal"};
  needs.columns = {field("goal", FieldKind::text, "Goal"), field("who", FieldKind::text, "Who helps")};
  form.tables = {needs};
  form.fields = {field("surname", FieldKind::text, "Surname"),
                 field("no_allergies", FieldKind::none_box, "No known allergies"),
                 field("allergy_1_substance", FieldKind::text, "Substance 1"),
                 field("allergy_1_reaction", FieldKind::text, "Reaction 1"),
                 field("allergy_2_substance", FieldKind::text, "Substance 2"),
                 field("allergy_2_reaction", FieldKind::text, "Reaction 2"),
                 field("cpr", FieldKind::choice, "CPR decision"),
                 field("help", FieldKind::choices, "Help with"),
                 field("time", FieldKind::comb, "Time"),
                 field("pulse", FieldKind::number, "Pulse"),
                 field("signature", FieldKind::signature, "Signature"),
                 field("signed_on", FieldKind::date, "Signed on"),
                 field("review_on", FieldKind::date, "Review on")};
  form.fields[1].ties = "allergy_1_substance";
  form.fields[6].options = {{"yes", "Yes", {}}, {"no", "No", {}}};
  form.fields[7].options = {{"washing", "Washing", {}}, {"eating", "Eating", {}}};
  for (const Field& cell : cells_of(needs)) form.fields.push_back(cell);
  form.fhir_json = mapping;
  return form;
}

/// Changes a field of a record.
inline void put(Record& record, const std::string& name, Value value, FieldState state = FieldState::read) {
  for (RecordField& f : record.fields)
    if (f.name == name) {
      f.value = std::move(value);
      f.state = state;
    }
}

/// Makes a field wait for a person.
inline void ask(Record& record, const std::string& name) {
  for (RecordField& f : record.fields)
    if (f.name == name) {
      f.accepted = f.reviewed = false;
      f.reasons = {"low-confidence"};
    }
}

/// Everything accepted by policy, nothing looked at; one allergy, two needs in three rows.
inline Record all_accepted() {
  using V = Value;
  const FormTemplate form = care_sample::form("[]");
  Record record;
  record.id = "6f1f3c39-7f3e-5a35-9a2e-1d0b9b5e1c11";
  record.form = form.id;
  record.version = form.version;
  RecordPage page;
  page.source = {"scan.pdf", std::string(64, 'a'), 1};
  record.pages = {page};
  for (const Field& printed : form.fields) {
    RecordField f;
    f.name = printed.name;
    f.label = printed.label;
    f.kind = printed.kind;
    f.box = printed.box;
    f.accepted = true;
    f.confidence = 0.99;
    record.fields.push_back(f);
  }
  record.tables = {{"needs", {{1, 2}, {3}}}};
  put(record, "surname", V("Ashdown"));
  put(record, "no_allergies", V(false));
  put(record, "allergy_1_substance", V("Penicillin"));
  put(record, "allergy_1_reaction", V("Rash"));
  put(record, "cpr", V("yes"));
  put(record, "help", V(std::vector<std::string>{"washing", "eating"}));
  put(record, "time", V("0745"));
  put(record, "pulse", V(72.0));
  put(record, "signature", V(true));
  put(record, "signed_on", V("2026-06-01"));
  put(record, "review_on", V("2027-06-01"));
  put(record, "needs[1].goal", V("Walk to the shop"));
  put(record, "needs[1].who", V("Priya"));
  put(record, "needs[2].goal", V("and back"));
  put(record, "needs[3].goal", V("Sleep through"));
  return record;
}

inline Record all_reviewed() {
  Record record = all_accepted();
  for (RecordField& f : record.fields) f.reviewed = true;
  return record;
}

inline std::vector<fhir::DerivedResource> derived(const Record& record, const std::string& mapping) {
  const FormTemplate with = form(mapping);
  const std::vector<fhir::Scan> scans{{"scan.pdf", std::string(64, 'a'), "", "application/pdf", 1000}};
  fhir::BundleOptions options;
  options.recorded = "2026-07-01T10:00:00Z";
  return fhir::derived_resources({record, with, scans, options});
}

inline const char* const allergies = R"([{"resourceType":"AllergyIntolerance","for_each":"allergy_*",
  "code":{"text":"{{allergy_*_substance | required}}"},
  "reaction":[{"manifestation":[{"text":"{{allergy_*_reaction}}"}]}]}])";

inline const char* const goal =
    R"([{"resourceType":"Goal","id":"wish","for_each":"needs[*]","description":{"text":"{{needs[*].goal}}"}}])";

}  // namespace care_sample

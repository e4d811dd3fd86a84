#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "pipeline/fhir/bundle.hpp"
#include "pipeline/fhir/validate.hpp"

/// A small form and records of it with every state of a field, made in code. The person is made up; NHS numbers are of
/// the 999 test range.
namespace fhir_sample {

using Json = nlohmann::ordered_json;

inline carescan::Field field(const std::string& name, carescan::FieldKind kind, const std::string& label) {
  carescan::Field f;
  f.name = name;
  f.kind = kind;
  f.label = label;
  f.box = {20, 30, 80, 8};
  return f;
}

/// The form: one field of each kind that part of the mapping tells apart.
inline carescan::FormTemplate form() {
  using carescan::FieldKind;
  carescan::FormTemplate form;
  form.id = "small-form";
  form.version = "1.0";
  form.title = "Small form";
  form.pages = {{1, 210, 297}};
  form.fields = {field("surname", FieldKind::text, "Surname"),
                 field("first_names", FieldKind::text, "First names"),
                 field("born", FieldKind::date, "Date of birth"),
                 field("nhs_number", FieldKind::nhs_number, "NHS number"),
                 field("sex", FieldKind::choice, "Sex"),
                 field("telephone", FieldKind::phone, "Telephone"),
                 field("weight", FieldKind::number, "Weight"),
                 field("needs_glasses", FieldKind::checkbox, "Wears glasses"),
                 field("moods", FieldKind::choices, "Moods"),
                 field("allergies", FieldKind::paragraph, "Allergies"),
                 field("signed", FieldKind::signature, "Signature")};
  form.fields[4].options = {{"F", "Female", {}}, {"M", "Male", {}}};
  form.fields[6].unit = "kg";
  form.fields[8].options = {{"calm", "Calm", {}}, {"sad", "Sad", {}}};
  form.fhir_json = R"([{"resourceType":"Patient",
    "identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":"{{nhs_number | nhs_number}}"}],
    "name":[{"use":"official","family":"{{surname}}","given":["{{first_names | words}}"]}],
    "telecom":[{"system":"phone","value":"{{telephone | required}}"}],
    "gender":"{{sex | map:F=female,M=male}}","birthDate":"{{born | date}}"}])";
  return form;
}

inline carescan::RecordField answer(const carescan::Field& from, carescan::Value value) {
  carescan::RecordField f;
  f.name = from.name;
  f.label = from.label;
  f.kind = from.kind;
  f.page = from.page;
  f.box = from.box;
  f.state = carescan::FieldState::read;
  f.value = std::move(value);
  f.confidence = 0.99;
  f.accepted = true;
  return f;
}

/// Everything read and accepted by policy.
inline carescan::Record record() {
  using V = carescan::Value;
  const carescan::FormTemplate form = fhir_sample::form();
  const std::vector<carescan::Value> values{V("Ashdown"),    V("Mary Ann"), V("1938-02-28"),
                                            V("9990000018"), V("F"),        V("01632 960001"),
                                            V(61.5),         V(true),       V(std::vector<std::string>{"calm", "sad"}),
                                            V("Penicillin"), V(true)};
  carescan::Record record;
  record.id = "6f1f3c39-7f3e-5a35-9a2e-1d0b9b5e1c11";
  record.form = form.id;
  record.version = form.version;
  carescan::RecordPage page;
  page.source = {"scan.pdf", std::string(64, 'a'), 3};
  record.pages = {page};
  for (std::size_t i = 0; i < form.fields.size(); ++i) record.fields.push_back(answer(form.fields[i], values[i]));
  return record;
}

inline carescan::RecordField& at(carescan::Record& record, const std::string& name) {
  for (carescan::RecordField& f : record.fields)
    if (f.name == name) return f;
  throw std::out_of_range(name);
}

/// Sets a field's state; anything but `read` has no value.
inline void set(carescan::Record& record, const std::string& name, carescan::FieldState state, bool accepted = true) {
  carescan::RecordField& f = at(record, name);
  f.state = state;
  f.accepted = accepted;
  if (state != carescan::FieldState::read) f.value = {};
}

/// A record with every state, accepted and asked, and one reviewed field.
inline carescan::Record mixed_record() {
  using carescan::FieldState;
  carescan::Record r = record();
  set(r, "surname", FieldState::read, false);
  set(r, "telephone", FieldState::blank);
  set(r, "weight", FieldState::illegible);
  set(r, "allergies", FieldState::none);
  set(r, "sex", FieldState::ambiguous, false);
  at(r, "sex").alternatives = {{std::string("F"), "F", 0.5}, {std::string("M"), "M", 0.5}};
  set(r, "signed", FieldState::blank, false);
  at(r, "born").reviewed = true;
  return r;
}

inline carescan::fhir::BundleOptions options(
    carescan::fhir::BundleKind kind = carescan::fhir::BundleKind::transaction) {
  return {kind, carescan::fhir::Provider{"Example Care Home", "X99999", ""}, "2026-01-02T03:04:05Z", "0.1.0"};
}

inline std::vector<carescan::fhir::Scan> scans() {
  return {{"scan.pdf", std::string(64, 'a'), "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "application/pdf", 12345}};
}

inline Json bundle_of(const carescan::Record& record, const carescan::fhir::BundleOptions& with = options()) {
  return Json::parse(carescan::fhir::make_bundle(record, form(), scans(), with));
}

inline Json resource(const Json& bundle, const std::string& type, std::size_t nth = 0) {
  for (const Json& entry : bundle.at("entry"))
    if (entry.at("resource").at("resourceType") == type && nth-- == 0) return entry.at("resource");
  return nullptr;
}

inline std::string listed(const std::vector<carescan::fhir::Finding>& findings) {
  std::string out;
  for (const auto& f : findings) out += f.severity + " " + f.code + " " + f.expression + ": " + f.message + "\n";
  return out;
}

}  // namespace fhir_sample

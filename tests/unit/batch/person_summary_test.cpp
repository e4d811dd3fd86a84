#include "pipeline/batch/person_summary.hpp"

#include <doctest/doctest.h>

#include "pipeline/fhir/bundle.hpp"

using namespace carescan;

namespace {

Field printed(const std::string& name, FieldKind kind, const std::string& label) {
  Field field;
  field.name = name;
  field.kind = kind;
  field.label = label;
  return field;
}

FormTemplate form() {
  FormTemplate form;
  form.id = "plan";
  form.version = "1.0";
  form.title = "Care plan";
  form.fields = {printed("surname", FieldKind::text, "Surname"), printed("born", FieldKind::date, "Date of birth"),
                 printed("mobility", FieldKind::choice, "Getting about"), printed("notes", FieldKind::text, "Notes"),
                 printed("allergy", FieldKind::text, "Allergic to")};
  form.fields[2].options = {{"aid", "With an aid", {}}};
  form.fhir_json = R"([{"resourceType":"Patient","name":[{"family":"{{surname}}"}],"birthDate":"{{born}}"}])";
  return form;
}

Record record() {
  Record record;
  record.id = "6f1f3c39-7f3e-5a35-9a2e-1d0b9b5e1c11";
  record.form = "plan";
  record.version = "1.0";
  const std::vector<std::string> values{"Ashdown", "1938-02-28", "aid", "", "Penicillin"};
  for (std::size_t i = 0; i < values.size(); ++i) {
    RecordField field;
    field.name = form().fields[i].name;
    field.label = form().fields[i].label;
    field.kind = form().fields[i].kind;
    field.state = values[i].empty() ? FieldState::blank : FieldState::read;
    if (!values[i].empty()) field.value = values[i];
    field.accepted = true;
    record.fields.push_back(field);
  }
  record.fields[1].reviewed = true;
  record.fields[4].accepted = false;  // allergies always wait for a person
  record.fields[4].critical = true;
  return record;
}

std::string page(const Record& of) {
  fhir::BundleOptions options;
  options.recorded = "2026-07-01T10:00:00Z";
  const std::vector<fhir::Scan> scans{{"scan.pdf", std::string(64, 'a'), "", "application/pdf", 1000}};
  return batch::person_summary({{of, fhir::make_bundle(of, form(), scans, options)}});
}

bool says(const std::string& html, const std::string& words) {
  return html.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a summary says what was taken over in the words of the form and how we know") {
  const std::string html = page(record());
  CHECK(says(html, "What we took from the papers of Ashdown"));
  CHECK(says(html, "born 28/02/1938"));
  CHECK(says(html, "<h2>Care plan</h2>"));
  CHECK(says(html, "With an aid</td><td class=sure>read by the computer, not yet compared"));
  CHECK(says(html, "28/02/1938</td><td class=sure>compared with the paper"));
  CHECK(says(html, "1 place was left blank"));
}

TEST_CASE("what waits for a person is named and never shown") {
  const std::string html = page(record());
  CHECK(says(html, "Still to be checked"));
  CHECK(says(html, "<li><strong>Allergic to</strong></li>"));
  CHECK_FALSE(says(html, "Penicillin"));
}

TEST_CASE("a critical place that is blank is still to be checked until somebody has looked") {
  Record blank = record();
  blank.fields[4].state = FieldState::blank;
  blank.fields[4].value = Value();
  CHECK(says(page(blank), "<li><strong>Allergic to</strong></li>"));
  blank.fields[4].reviewed = true;
  CHECK_FALSE(says(page(blank), "Allergic to"));
}

TEST_CASE("a name in doubt does not stand in the title and writing is never markup") {
  Record doubtful = record();
  doubtful.fields[0].accepted = false;
  CHECK(says(page(doubtful), "a person whose name is still to be checked"));
  Record odd = record();
  odd.fields[0].value = std::string("<script>alert(1)</script>");
  CHECK_FALSE(says(page(odd), "<script>"));
}

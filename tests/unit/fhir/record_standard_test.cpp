#include "pipeline/fhir/record_standard.hpp"

#include <doctest/doctest.h>

#include "pipeline/fhir/sample_filling.hpp"
#include "pipeline/forms/load.hpp"
#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using namespace fhir_sample;

namespace {

std::string missing(const Record& record, const FormTemplate& form) {
  std::string out;
  for (const fhir::Finding& finding :
       fhir::missing_by_standard(fhir::make_bundle(record, form, scans(), options()), form)) {
    CHECK(finding.severity == "information");
    out += finding.message + "\n";
  }
  return out;
}

bool says(const std::string& all, const std::string& words) {
  return all.find(words) != std::string::npos;
}

FormTemplate care_plan() {
  return forms::load_form(std::filesystem::path(CARESCAN_SOURCE_DIR) / "templates/care-plan");
}

}  // namespace

TEST_CASE("what a form holds is not missing and what it has no place for is") {
  const std::string all = missing(record(), form());
  CHECK(all.empty());  // number, name and date of birth; no plan
  const std::string plan = missing(fhir::sample_filling(care_plan(), 0, true), care_plan());
  CHECK_FALSE(says(plan, "the date of birth"));
  CHECK_FALSE(says(plan, "goals"));
  CHECK(says(plan,
             "Person demographics: the record standard asks for the ethnic category; this form has no place for it."));
  CHECK(says(plan, "Care funding source"));
}

TEST_CASE("what waits for a person is missing although the form has a place for it") {
  Record asked = record();
  for (RecordField& field : asked.fields) field.accepted = false;
  const std::string all = missing(asked, form());
  CHECK(says(all, "asks for the NHS number; nothing that can be relied on was on the paper yet"));
  CHECK(says(all, "asks for the person's name"));
}

TEST_CASE("a bundle with findings of the standard is valid all the same") {
  const std::vector<fhir::Finding> findings = fhir::missing_by_standard("{}", form());
  CHECK(findings.size() == 3);
  CHECK_FALSE(fhir::has_error(findings));
}

#include "pipeline/fhir/valid_bundle.hpp"

#include <doctest/doctest.h>

#include "tests/unit/fhir/shipped_form.hpp"

using namespace carescan;
using namespace carescan::fhir;
using fhir_sample::at;

namespace {

ValidatedBundle valid(const Record& record, const std::vector<Scan>& scans = fhir_sample::scans()) {
  return make_valid_bundle(record, shipped::form(record.form), scans, fhir_sample::options());
}

std::set<std::string> ids_of(const std::string& bundle) {
  std::set<std::string> ids;
  const shipped::Json json = shipped::Json::parse(bundle);
  for (const auto& entry : json.at("entry"))
    if (entry["resource"]["resourceType"] != "Provenance")  // its id hangs on what it speaks of
      ids.insert(entry["resource"]["id"].get<std::string>());
  return ids;
}

}  // namespace

TEST_CASE("a bundle that passes is the one that is made anyhow") {
  const Record record = shipped::record("nutrition-screening", shipped::Trust::reviewed);
  const ValidatedBundle made = valid(record);
  CHECK_FALSE(has_error(made.findings));
  CHECK(made.left_out.empty());
  CHECK(made.json == make_bundle(record, shipped::form(record.form), fhir_sample::scans(), fhir_sample::options()));
}

TEST_CASE("a total that its parts do not give is left out and everything else stays") {
  const Record right = shipped::record("nutrition-screening", shipped::Trust::reviewed);
  Record wrong = right;
  at(wrong, "screenings[2].total").value = 5.0;  // as somebody wrote it, and a reviewer saved it as written
  CHECK(
      has_error(validate(make_bundle(wrong, shipped::form(wrong.form), fhir_sample::scans(), fhir_sample::options()))));
  const ValidatedBundle made = valid(wrong);
  CHECK_FALSE(has_error(made.findings));
  REQUIRE(made.left_out.size() == 1);
  CHECK(made.left_out[0].type == "Observation");
  CHECK(std::ranges::find(made.left_out[0].fields, "screenings[2].total") != made.left_out[0].fields.end());
  CHECK(std::ranges::count(made.findings, "warning", &Finding::severity) >= 1);

  std::set<std::string> gone = ids_of(valid(right).json);
  for (const std::string& id : ids_of(made.json)) gone.erase(id);
  CHECK(gone.size() == 1);
  const auto response = shipped::all(shipped::Json::parse(made.json), "QuestionnaireResponse").at(0);
  CHECK(response.dump().find("\"valueDecimal\":5") != std::string::npos);  // the paper's word stands in the response
}

TEST_CASE("an error that is not of a mapped resource stays an error") {
  std::vector<Scan> scans = fhir_sample::scans();
  scans[0].sha1_base64 = "no hash";
  const ValidatedBundle made = valid(shipped::record("nutrition-screening", shipped::Trust::reviewed), scans);
  CHECK(has_error(made.findings));
  CHECK(made.left_out.empty());
  CHECK(made.json == make_bundle(shipped::record("nutrition-screening", shipped::Trust::reviewed),
                                 shipped::form("nutrition-screening"), scans, fhir_sample::options()));
}

TEST_CASE("a plan that ends before it begins is left out with its references and nothing points at it") {
  Record record = shipped::record("care-plan", shipped::Trust::reviewed);
  const auto begins = std::ranges::find_if(record.fields, [](const RecordField& f) { return f.name == "review_date"; });
  REQUIRE(begins != record.fields.end());
  begins->value = std::string("1990-01-01");
  const ValidatedBundle made = valid(record);
  CHECK_FALSE(has_error(made.findings));
  CHECK(made.left_out.size() >= 1);
  CHECK_FALSE(has_error(validate(made.json)));
}

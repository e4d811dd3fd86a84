#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "pipeline/forms/load.hpp"
#include "tests/unit/fhir/full_record.hpp"

using namespace carescan;
using namespace fhir_sample;

namespace {

const std::filesystem::path source = CARESCAN_SOURCE_DIR;

}  // namespace

// After a wanted change: write the bundle of the failing check over it and read
// the difference before committing.
TEST_CASE("the bundle of a record with every state is the golden one") {
  std::ifstream in(source / "tests/unit/fhir/golden/mixed.json");
  const nlohmann::json golden = nlohmann::json::parse(in);
  const nlohmann::json bundle = nlohmann::json::parse(fhir::make_bundle(mixed_record(), form(), scans(), options()));
  REQUIRE(bundle["entry"].size() == golden["entry"].size());
  for (std::size_t i = 0; i < golden["entry"].size(); ++i) {
    CAPTURE(i);
    CHECK_MESSAGE(bundle["entry"][i] == golden["entry"][i],
                  nlohmann::json::diff(golden["entry"][i], bundle["entry"][i]).dump(1));
  }
  CHECK(bundle == golden);
}

TEST_CASE("the shipped forms map to valid bundles whether filled in or asked") {
  for (const FormTemplate& form : forms::load_catalogue({source / "templates"}))
    for (const bool accepted : {true, false})
      for (const auto kind : {fhir::BundleKind::transaction, fhir::BundleKind::document}) {
        const Record record = filled_in(form, accepted);
        auto findings = fhir::validate(fhir::make_bundle(record, form, scans(), options(kind)));
        std::erase_if(findings,
                      [](const auto& f) { return f.code == "business-rule"; });  // every number is the same here
        CAPTURE(form.id);
        CHECK_MESSAGE(findings.empty(), listed(findings));
      }
}

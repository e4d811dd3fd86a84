#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "pipeline/forms/load.hpp"
#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using namespace fhir_sample;

namespace {

const std::filesystem::path source = CARESCAN_SOURCE_DIR;

/// Something that people write or mark in a field of this kind.
Value plausible(const Field& field) {
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

Record filled_in(const FormTemplate& form, bool accepted) {
  Record record = fhir_sample::record();
  record.form = form.id;
  record.version = form.version;
  record.fields.clear();
  for (const Field& field : form.fields) {
    record.fields.push_back(answer(field, plausible(field)));
    record.fields.back().accepted = accepted;
  }
  return record;
}

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

#include <doctest/doctest.h>

#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using namespace fhir_sample;
using carescan::fhir::BundleKind;

TEST_CASE("bundles of every kind and every trust pass validation") {
  Record reviewed = mixed_record();
  for (RecordField& f : reviewed.fields) f.reviewed = true;
  Record asked = record();
  for (RecordField& f : asked.fields) f.accepted = false;
  Record empty = record();
  empty.fields.clear();
  empty.pages.clear();
  for (const Record& r : {record(), mixed_record(), reviewed, asked, empty})
    for (const BundleKind kind : {BundleKind::transaction, BundleKind::document, BundleKind::collection})
      for (const bool with_provider : {true, false}) {
        fhir::BundleOptions with = options(kind);
        if (!with_provider) with.provider.reset();
        const auto findings = fhir::validate(fhir::make_bundle(r, form(), scans(), with));
        CAPTURE(static_cast<int>(kind));
        CHECK_MESSAGE(findings.empty(), listed(findings));
      }
}

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/unit/fhir/sample_record.hpp"

namespace fhir_sample {

using Findings = std::vector<carescan::fhir::Finding>;

/// Findings of a valid bundle after one change.
inline Findings after(const std::function<void(Json&)>& change,
                      carescan::fhir::BundleKind kind = carescan::fhir::BundleKind::transaction) {
  Json bundle = bundle_of(mixed_record(), options(kind));
  change(bundle);
  return carescan::fhir::validate(bundle.dump());
}

/// Findings of the first resource of a type in that bundle after one change to it.
inline Findings after(const std::string& type, const std::function<void(Json&)>& change,
                      carescan::fhir::BundleKind kind = carescan::fhir::BundleKind::transaction) {
  return after(
      [&](Json& bundle) {
        for (Json& entry : bundle["entry"])
          if (entry["resource"]["resourceType"] == type) return change(entry["resource"]);
      },
      kind);
}

/// Whether an error stands at an expression that ends so, its code being `code`.
inline bool found(const Findings& findings, const std::string& code, const std::string& ending) {
  for (const auto& f : findings)
    if (f.severity == "error" && f.code == code && f.expression.ends_with(ending)) return true;
  return false;
}

/// Whether an error names an invariant of the specification.
inline bool broke(const Findings& findings, const std::string& key) {
  for (const auto& f : findings)
    if (f.code == "invariant" && f.message.find("(" + key + ")") != std::string::npos) return true;
  return false;
}

}  // namespace fhir_sample

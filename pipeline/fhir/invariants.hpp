#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// A rule of the specification on objects of one type: its key there, what it asks for, and whether an object keeps it.
struct Invariant {
  const char* type;
  const char* key;
  const char* sentence;
  bool (*holds)(const Json&);
};

/// The invariants of data types (Quantity, Period, Timing.repeat …) and of resources. Those of Bundle are in
/// bundle_rules.hpp, those of Extension, Narrative and contained resources in rules.cpp.
/// Source: https://hl7.org/fhir/R4, the "Constraints" of each type.
const std::vector<Invariant>& data_type_invariants();
const std::vector<Invariant>& resource_invariants();

}  // namespace carescan::fhir

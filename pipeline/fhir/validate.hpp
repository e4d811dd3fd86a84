#pragma once

#include <string>
#include <vector>

namespace carescan::fhir {

/// One thing found in a resource.
struct Finding {
  std::string severity;    ///< "error", "warning" or "information"
  std::string code;        ///< FHIR issue type: structure, required, value, invariant, not-found, duplicate …
  std::string expression;  ///< FHIRPath of the element, e.g. Bundle.entry[2].resource.birthDate
  std::string message;     ///< a sentence a person understands; never the value
};

/// Validates FHIR R4 JSON in process: JSON itself (duplicate keys, UTF-8), structure, cardinality, types, primitive
/// syntax, required bindings, references resolve, fullUrl syntax and uniqueness, NHS number. Never throws for bad
/// input.
std::vector<Finding> validate(const std::string& json);

/// The findings as an OperationOutcome (JSON bytes); without any, one "informational" issue says that all is well.
std::string operation_outcome(const std::vector<Finding>&);

bool has_error(const std::vector<Finding>&);

}  // namespace carescan::fhir

#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// One extension of carescan's own, as docs/fhir/StructureDefinition-<name>.json defines it.
struct OwnExtension {
  std::string name;                   ///< last part of its URL
  std::set<std::string> value_names;  ///< valueCode, … of which it has one; empty: it has parts
  std::string system;                 ///< of a Coding's code; empty: none
  std::set<std::string> codes;        ///< allowed codes; empty: any
  std::vector<OwnExtension> parts;    ///< extensions inside, each there once
};

/// All extensions that bundles of carescan carry.
const std::vector<OwnExtension>& own_extensions();

/// Value type and codes of carescan's own extensions; others are left alone.
void check_own_extension(const Json& extension, const Place& at, std::vector<Finding>& findings);

/// An item of a QuestionnaireResponse does not say at once why there is no answer and what the answer is.
void check_response_item(const Json& item, const Place& at, std::vector<Finding>& findings);

}  // namespace carescan::fhir

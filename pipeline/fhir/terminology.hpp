#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/facts.hpp"
#include "pipeline/fhir/json_tree.hpp"

namespace carescan::fhir {

/// A code whose binding is required must be in its value set; MIME types and currencies must have their syntax.
void check_code(const Json& value, const ElementFact& element, const std::string& path, std::vector<Finding>& findings);

/// A CodeableConcept whose binding is required must have a coding of the value set: system and code, text is not
/// enough.
void check_concept(const Json& value, const ElementFact& element, const std::string& path,
                   std::vector<Finding>& findings);

/// Whether a text has the shape of a BCP 47 language tag: en, en-GB, zh-Hant-TW, x-private.
bool is_language_tag(const std::string& tag);

}  // namespace carescan::fhir

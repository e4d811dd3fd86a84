#pragma once

#include <set>
#include <string>

#include "pipeline/fhir/document.hpp"

namespace carescan::fhir {

/// A resource skeleton filled with a record's values, and what it was filled from.
struct Expanded {
  Json resource;                 ///< null where nothing is left of the skeleton
  std::set<std::string> fields;  ///< names of the fields whose values stand in it
};

/// What stands between {{ and }}: the field's name, then its filters; without the spaces around them.
std::vector<std::string> placeholder_steps(const std::string& placeholder);

/// Fills the {{field}} and {{field | filter | filter:argument}} placeholders of a skeleton. Only fields that were read
/// and are usable (accepted or reviewed) have a value. A text with a placeholder without value goes away; so does an
/// object or array when every placeholder below it went, or one with `| required` directly in it did. A placeholder
/// that is the whole text keeps the value's JSON type; several values become several array items. Throws Failure
/// "template-mapping" for a field the form does not have, an unclosed {{ or an unknown filter.
Expanded expand_skeleton(const Json& skeleton, const Document& document);

/// The skeletons of a form for one resource type. Throws Failure "template-mapping" where the form's fhir part is no
/// array of objects.
std::vector<Json> skeletons_of(const FormTemplate& form, const std::string& resource_type);

}  // namespace carescan::fhir

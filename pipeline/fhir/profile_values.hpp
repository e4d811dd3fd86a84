#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/place.hpp"
#include "pipeline/fhir/profiles.hpp"

namespace carescan::fhir {

/// The JSON names under which a choice stands in an object: `value` finds valueQuantity (and _valueString).
std::vector<std::string> choice_members(const Json& object, const std::string& stem);

/// Whether an item belongs to a slice: some value at each path equals what the slice has there.
bool in_slice(const Json& item, const SliceMatch& match);

/// Whether a choice's JSON name is of one of the types; of any where none is named.
bool of_types(const std::string& member, const std::string& stem, const std::vector<std::string>& types);

/// Whether a code, Coding, CodeableConcept or Quantity has a code of a value set; true for value sets without a list.
bool in_known_value_set(const Json& value, const std::string& url);

/// The sentence for a broken rule of R4's vital signs profile (vs-1, vs-2, vs-3); nullptr where it is kept.
const char* broken_vital_sign_rule(const std::string& key, const Json& value);

/// The type of the resource a Reference points at, "" where that cannot be known.
std::string target_type(const Json& reference, const Place& at);

}  // namespace carescan::fhir

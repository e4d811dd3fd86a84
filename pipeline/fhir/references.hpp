#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// The fullUrls of a Bundle and what each names.
BundleIndex index_of(const Json& bundle);

/// Syntax of Reference.reference, whether it resolves where it must (#contained; urn:uuid inside a Bundle that stands
/// for itself; conditional references in transactions only), and whether it points at an allowed type (`targets`;
/// empty: any). Rules: https://hl7.org/fhir/R4/references.html and bundle.html#references
void check_reference(const Json& reference, const std::vector<std::string>& targets, const Place& at,
                     std::vector<Finding>& findings);

/// The resource that a reference's text means, where it is contained or in the Bundle around; nullptr elsewhere.
const Json* target_of(const std::string& reference, const Place& at);

/// The type of the resource that a reference's text means: a contained one, one of the Bundle around, or what the URL
/// names; "" where that cannot be known. Reports nothing.
std::string type_of_target(const std::string& reference, const Place& at);

/// The resource type that a URL such as Patient/1 or https://host/fhir/Patient/1/_history/2 names; "" where it names
/// none.
std::string type_named_in(const std::string& url);

}  // namespace carescan::fhir

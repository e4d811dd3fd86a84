#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/turns.hpp"
#include "pipeline/forms/placeholders.hpp"

namespace carescan::fhir {

/// A text as a FHIRPath literal: 'it\'s'.
std::string literal(const std::string& text);

/// A placeholder as FHIRPath over a QuestionnaireResponse (%resource) of the form; empty for a reference to a resource
/// that only a bundle knows. The same filters with the same results, but for `moment`, which gives the day alone
/// (FHIRPath has no time zones of countries).
std::string fhirpath_of(const forms::Placeholder&, const std::vector<Turn>& turns, const FormTemplate&);

/// A text with placeholders as FHIRPath: empty where one of them has no value.
std::string fhirpath_of(const std::string& text, const std::vector<Turn>& turns, const FormTemplate&);

/// FHIRPath that holds where a row of a table begins an entry: it does not go on from one above.
std::string begins_entry(const std::string& row);

/// Whether a condition (`when`) holds, as FHIRPath.
std::string condition_of(const std::string& text, const std::vector<Turn>& turns, const FormTemplate&);

}  // namespace carescan::fhir

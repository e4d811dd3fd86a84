#pragma once

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::fhir {

/// A record with every field of a form filled in and accepted: a plausible value by kind, of choices the option number
/// `round` (the last one where there are fewer). The NHS number is of the test range. `reviewed`: a person has compared
/// everything with the paper.
Record sample_filling(const FormTemplate&, std::size_t round, bool reviewed = false);

/// How many rounds show each option of each choice once; at least 1.
std::size_t rounds_of(const FormTemplate&);

}  // namespace carescan::fhir

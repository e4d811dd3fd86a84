#pragma once

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::fhir {

/// A record of a form with a plausible value by kind in every field, accepted; of choices the option number `round`
/// (the last one where there are fewer). The last four rounds: every box for "none" ticked, nothing but marks, every
/// other field left empty. The NHS number is of the test range. `reviewed`: a person has compared everything with the
/// paper.
Record sample_filling(const FormTemplate&, std::size_t round, bool reviewed = false);

/// How many rounds show each option of each choice once, and what is made of fields that are empty; at least 5.
std::size_t rounds_of(const FormTemplate&);

}  // namespace carescan::fhir

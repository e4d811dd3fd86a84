#pragma once

#include <map>
#include <string>

#include "pipeline/model/form_template.hpp"
#include "pipeline/rehearsal/chance.hpp"
#include "pipeline/rehearsal/people.hpp"

namespace carescan::rehearsal {

/// Results as people work them out: what the form's rules (records/calculations.hpp) make of the other wishes, now and
/// then one off, and nothing where something to count with is missing.
void work_out(const FormTemplate&, std::map<std::string, Wish>& wishes, const Chance&);

}  // namespace carescan::rehearsal

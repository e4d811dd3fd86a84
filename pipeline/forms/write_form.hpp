#pragma once

#include <string>

#include "pipeline/model/form_template.hpp"

namespace carescan::forms {

/// form.json of a form: what load_form would read again as the same fields, tables and rules. One field a line, so that
/// people and diffs can follow it; lengths in mm to 0.01. "fhir" and "gates" are left out where they are empty.
std::string form_text(const FormTemplate&);

}  // namespace carescan::forms

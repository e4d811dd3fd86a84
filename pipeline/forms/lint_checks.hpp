#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pipeline/forms/lint.hpp"
#include "pipeline/model/form_template.hpp"

namespace carescan::forms {

/// The names a field rule may have, and those a form rule may have (docs/template-format.md).
const std::vector<std::string>& field_rule_names();
const std::vector<std::string>& form_rule_names();

/// What would make reading wrong whatever the paper says: names twice, pages that are not there, boxes and cells
/// outside, choices without options or codes, rules nobody knows. All errors. `load_form` refuses a form that has any.
std::vector<Finding> unsound(const FormTemplate&);

/// Fields whose boxes lie on each other, so that one's ink is read as the other's. Errors.
std::vector<Finding> overlapping(const FormTemplate&);

/// Words to ring that stand too near to each other. Warnings.
std::vector<Finding> crowded_rings(const FormTemplate&);

/// Lexicons that fields name and that no folder has. Errors.
std::vector<Finding> missing_lexicons(const FormTemplate&);

/// The mapping against the fields: placeholders of fields that are not there (error); where a mapping is given at all,
/// which written or critical fields it leaves out is a warning, because the QuestionnaireResponse holds every field.
std::vector<Finding> mapping_findings(const FormTemplate&);

/// The boxes against the printing, one raster a page: no frame under a box to mark, printing under a box to write in,
/// pages with too little printing to register. Errors. Pages without a raster are not looked at.
std::vector<Finding> printing_findings(const FormTemplate&, const std::vector<Raster>& blanks);

}  // namespace carescan::forms

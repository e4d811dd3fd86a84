#pragma once

#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"

namespace carescan::forms {

/// What the star of a mapping's pattern stands for in a form: each row of a table ("needs[*]"), each number in the
/// names of numbered fields ("allergy_*" where there are allergy_1_substance, allergy_2_substance), or, of a field of
/// kind choices named without a star ("moods"), each of its codes.
enum class PatternKind { unknown, rows, numbers, codes };
PatternKind pattern_kind(const std::string& pattern, const FormTemplate&);

/// The table of a pattern "needs[*]"; null for other patterns.
const Table* table_of(const std::string& pattern, const FormTemplate&);

/// The numbers of a pattern "allergy_*", rising; empty for other patterns.
std::vector<int> numbers_of(const std::string& pattern, const FormTemplate&);

/// The fields that a name with a star means, wherever its star stands: "needs[*].goal", "allergy_*_substance"; of a
/// name without one that field. Empty where the form has none.
std::vector<std::string> fields_named(const std::string& name, const FormTemplate&);

}  // namespace carescan::forms

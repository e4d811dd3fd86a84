#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::records {

/// What the rules share: how they see a field, and what one that does not hold does.

RecordField* field_of(Record&, const std::string& name);

/// A value that has an order: numbers, and codes of a scale. Dates compare as ISO text instead.
std::optional<double> read_number(const RecordField&);

/// Everything that one broken rule does: one Issue, and a reason on each of its fields (not empty) that may be what is
/// wrong. That something is wrong makes each field likelier to be it, by its share in all their doubt: a field stays
/// accepted where P(right) after that is still what the policy asks, as beside one that was hardly legible.
void break_rule(Record&, const std::string& rule, const std::vector<RecordField*>& fields, std::string message);

/// The rules "sum", "bmi", "must" and "news2" (calculations.hpp): where a written result is not what the terms give, or
/// cannot be worked out, or is missing beside terms that are all there, every field concerned is doubted.
void check_calculations(const FormTemplate&, const FormRule&, Record&);

}  // namespace carescan::records

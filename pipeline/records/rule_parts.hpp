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

/// Everything that one broken rule does: a reason on each field it names, and one Issue. `fields` is not empty.
void break_rule(Record&, const std::string& rule, const std::vector<RecordField*>& fields, std::string message);

/// The rules "sum", "bmi", "must" and "news2" (calculations.hpp): where a written result is not what the terms give, or
/// cannot be worked out, or is missing beside terms that are all there, every field concerned is doubted.
void check_calculations(const FormTemplate&, const FormRule&, Record&);

}  // namespace carescan::records

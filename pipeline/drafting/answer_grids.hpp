#pragma once

#include <vector>

#include "pipeline/drafting/page_text.hpp"
#include "pipeline/model/field.hpp"

namespace carescan::drafting {

/// Answer sheets: numbered rows of circles or squares at equal distances, each a question with the same choices; or,
/// where the rows are numbered from 0 to 9, columns that each tell a digit. The fields of all such grids, question by
/// question; takes their marks out of `marks` and uses up the words it takes. Of the numbers in front of the rows a few
/// must be readable; the others follow from them. Rows without numbers are left to mark_fields.
std::vector<Field> take_answer_grids(std::vector<BoxMm>& marks, PageText&);

}  // namespace carescan::drafting

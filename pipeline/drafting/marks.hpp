#pragma once

#include <vector>

#include "pipeline/drafting/page_text.hpp"
#include "pipeline/model/field.hpp"

namespace carescan::drafting {

/// What bounds a group of marks besides distance.
struct MarkSurroundings {
  std::vector<BoxMm> holders;  ///< marks of one group lie in the same of these
  std::vector<BoxMm> written;  ///< boxes and combs: none of them stands between two marks of a group
};

/// Marks of equal height beside each other, row by row from the top, each from the left.
std::vector<std::vector<BoxMm>> mark_rows(const std::vector<BoxMm>& marks);

/// An option a mark, with what is said of it (`words`, as many as marks) as label and code; its number where nothing is.
std::vector<Option> options_of(const std::vector<BoxMm>& marks, const std::vector<std::string>& words);

/// Squares and circles to mark as fields: those that belong to one question are its options, in rows or in a column;
/// the others are checkboxes. Labels are set, names are not. Uses up the words it takes.
std::vector<Field> mark_fields(const std::vector<BoxMm>& marks, const MarkSurroundings&, PageText&);

}  // namespace carescan::drafting

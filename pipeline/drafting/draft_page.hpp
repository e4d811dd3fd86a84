#pragma once

#include <functional>
#include <variant>
#include <vector>

#include "pipeline/drafting/parts.hpp"
#include "pipeline/drafting/text_blocks.hpp"
#include "pipeline/model/field.hpp"
#include "pipeline/model/table.hpp"

namespace carescan::drafting {

/// A field or a table that a page seems to have; its label is what is printed for it, its name is still empty (that of
/// a table's columns too).
using Item = std::variant<Field, Table>;

/// An empty page as it was found.
struct FoundPage {
  int number = 1;
  double width_mm = 210, height_mm = 297;
  Parts parts;
  std::vector<TextBlock> text;
  /// mm² of ink in a box besides ruled lines, words included: tells an outline to draw on from an empty box.
  std::function<double(const BoxMm&)> ink_mm2;
};

/// Proposes what is filled in on it, in reading order: tables, questions with squares, combs, boxes and ruled lines to
/// write on, each with the words that seem to be about it.
std::vector<Item> draft_page(const FoundPage&);

/// The box of an item.
const BoxMm& box_of(const Item&);

}  // namespace carescan::drafting

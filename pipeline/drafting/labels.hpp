#pragma once

#include <string>
#include <vector>

#include "pipeline/drafting/page_text.hpp"

namespace carescan::drafting {

/// A place to write, with the words about it once they are known.
struct Labelled {
  BoxMm box;
  std::string label, hint;
};

/// Gives each place without a label the unused words that are nearest to it, above or before it: nearest pairs first,
/// each words to one place; the number of a line only where no words are left. `others` are boxes that stand between
/// words and what they are about. Uses up the words it takes.
void find_labels(std::vector<Labelled>&, const std::vector<BoxMm>& others, PageText&);

}  // namespace carescan::drafting

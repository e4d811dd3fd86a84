#pragma once

#include <vector>

#include "pipeline/drafting/draft_page.hpp"
#include "pipeline/drafting/page_text.hpp"

namespace carescan::drafting {

/// Boxes, combs and ruled lines to write on as fields, with labels where words stand above, before or inside them.
/// `others` are boxes that stand between words and what they are about. Uses up the words it takes.
std::vector<Field> written_fields(const FoundPage&, const std::vector<BoxMm>& boxes, const std::vector<Comb>& combs,
                                  const std::vector<BoxMm>& others, PageText&);

}  // namespace carescan::drafting

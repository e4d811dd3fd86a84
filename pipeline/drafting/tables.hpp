#pragma once

#include <optional>
#include <vector>

#include "pipeline/drafting/page_text.hpp"
#include "pipeline/drafting/parts.hpp"
#include "pipeline/model/table.hpp"

namespace carescan::drafting {

/// A grid as a table: a row of headings, then rows that all hold the same. nullopt where it is none: where most rows
/// have words of their own (a list of questions), or rows differ. Uses up the words it takes.
std::optional<Table> table_of(const Grid&, const Parts&, PageText&);

}  // namespace carescan::drafting

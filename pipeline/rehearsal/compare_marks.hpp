#pragma once

#include <nlohmann/json.hpp>

namespace carescan::rehearsal {

/// A mark of a drawing is found where a mark was read whose middle lies this close to its own.
inline constexpr double mark_tolerance_mm = 3;

/// Marks on drawings, counted: every true one is found or lost, every one that was read is found or invented.
struct MarkCounts {
  long truth = 0, found = 0, lost = 0, invented = 0;
  MarkCounts& operator+=(const MarkCounts&);
};

/// Pairs true marks with those read, the nearest first. Both are lists of [x, y, width, height] in mm, or null for
/// none.
MarkCounts compare_marks(const nlohmann::json& truth, const nlohmann::json& read);

}  // namespace carescan::rehearsal

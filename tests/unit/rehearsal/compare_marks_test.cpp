#include "pipeline/rehearsal/compare_marks.hpp"

#include <doctest/doctest.h>

using carescan::rehearsal::compare_marks;
using carescan::rehearsal::MarkCounts;
using Json = nlohmann::json;

namespace {

void check(const MarkCounts& counts, long truth, long found, long lost, long invented) {
  CHECK(counts.truth == truth);
  CHECK(counts.found == found);
  CHECK(counts.lost == lost);
  CHECK(counts.invented == invented);
}

}  // namespace

TEST_CASE("marks of a drawing: found within the tolerance and lost beyond it") {
  const Json truth = {{10, 10, 4, 4}};
  check(compare_marks(truth, {{12, 12, 4, 4}}), 1, 1, 0, 0);
  check(compare_marks(truth, {{13, 12, 4, 4}}), 1, 0, 1, 1);
  check(compare_marks(truth, {{8, 8, 8, 8}}), 1, 1, 0, 0);
}

TEST_CASE("marks of a drawing: each is paired once with the nearest") {
  // The mark between the two is nearer to the second.
  check(compare_marks({{10, 10, 2, 2}, {14, 10, 2, 2}}, {{12.5, 10, 2, 2}}), 2, 1, 1, 0);
  check(compare_marks({{10, 10, 2, 2}}, {{10, 10, 2, 2}, {11, 10, 2, 2}}), 1, 1, 0, 1);
  check(compare_marks({{10, 10, 2, 2}, {14, 10, 2, 2}}, {{14.2, 10, 2, 2}, {9.8, 10, 2, 2}}), 2, 2, 0, 0);
}

TEST_CASE("marks of a drawing: nothing drawn and nothing read") {
  check(compare_marks(nullptr, nullptr), 0, 0, 0, 0);
  check(compare_marks(nullptr, {{10, 10, 2, 2}}), 0, 0, 0, 1);
  check(compare_marks({{10, 10, 2, 2}}, nullptr), 1, 0, 1, 0);
}

#include <doctest/doctest.h>

#include "pipeline/model/field.hpp"
#include "pipeline/model/geometry.hpp"

using namespace carescan;

TEST_CASE("a homography maps template millimetres to source pixels") {
  const Homography twice_and_shift{{2, 0, 10, 0, 2, 20, 0, 0, 1}};
  CHECK(twice_and_shift({3, 4}) == PointPx{16, 28});
}

TEST_CASE("every field kind has one word, and the word leads back to it") {
  for (int i = 0; i <= static_cast<int>(FieldKind::none_box); ++i) {
    const auto kind = static_cast<FieldKind>(i);
    CHECK(field_kind(to_string(kind)) == kind);
  }
  CHECK_FALSE(field_kind("radio").has_value());
}

#include "pipeline/imaging/packed_sketch.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace carescan::imaging;

TEST_CASE("a packed sketch is the same when it is unpacked and small where there is little ink") {
  std::mt19937 random(7);
  for (const unsigned one_in : {1U, 2U, 20U, 1000U, 100'000U}) {
    InkSketch sketch{140, 198, std::vector<std::uint8_t>(140 * 198, 0)};
    for (std::uint8_t& cell : sketch.cells)
      if (random() % one_in == 0) cell = static_cast<std::uint8_t>(random());
    const PackedSketch packed = sketch;
    const InkSketch back = packed.unpacked();
    CHECK(back.columns == 140);
    CHECK(back.rows == 198);
    CHECK(back.cells == sketch.cells);
    if (one_in >= 20) CHECK(packed.size() < sketch.cells.size() / 5);
  }
}

TEST_CASE("nothing packed is nothing") {
  CHECK(PackedSketch().unpacked().cells.empty());
  CHECK(PackedSketch(InkSketch{}).unpacked().columns == 0);
}

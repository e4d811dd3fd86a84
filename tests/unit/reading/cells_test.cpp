#include "pipeline/reading/cells.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "paint.hpp"
#include "pipeline/reading/cell_net.hpp"
#include "pipeline/reading/lines.hpp"

using namespace carescan;
using namespace carescan::reading;
using namespace carescan::test;

namespace {

const Scanner fine{.px_per_mm = text_px_per_mm};

/// Four joined cells of 5 × 7 mm.
Field comb() {
  Field f;
  f.name = "f";
  f.kind = FieldKind::comb;
  f.box = {3, 3, 20, 7};
  for (int i = 0; i < 4; ++i) f.cells.push_back({3.0 + 5 * i, 3, 5, 7});
  return f;
}

Painting printed_comb() {
  Painting p({0, 0, 26, 13}, fine);
  for (const BoxMm& cell : comb().cells) p.frame(cell);
  return p;
}

/// A stroke like a 1 in a cell.
void write_one(Painting& p, int cell) {
  p.line({5.6 + 5 * cell, 4.4}, {5.4 + 5 * cell, 8.6});
}

std::vector<bool> written(const CutComb& cut) {
  std::vector<bool> out;
  for (const Cell& cell : cut.cells) out.push_back(cell.p_ink > 0.5);
  return out;
}

double ink(const cv::Mat& picture) {
  return picture.empty() ? 0 : cv::sum(picture)[0];
}

char best_digit(const CellScores& scores) {
  const auto best = std::max_element(scores.log_p.begin(), scores.log_p.begin() + 10);
  return cell_characters[static_cast<std::size_t>(best - scores.log_p.begin())];
}

}  // namespace

TEST_CASE("a comb nobody wrote in has no inked cell") {
  const CutComb cut = cut_comb(comb(), printed_comb().crop(), {});
  CHECK(written(cut) == std::vector{false, false, false, false});
  CHECK(cut.reasons.empty());
}

TEST_CASE("each cell has its own ink") {
  Painting p = printed_comb();
  write_one(p, 0);
  write_one(p, 2);
  const CutComb cut = cut_comb(comb(), p.crop(), {});
  CHECK(written(cut) == std::vector{true, false, true, false});
  CHECK(cut.cells[0].shape.size() == cv::Size(cell_side_px, cell_side_px));
  CHECK(ink(cut.cells[0].shape) > 20);
}

TEST_CASE("a stroke that crosses the wall stays whole with the cell it was written in") {
  Painting p = printed_comb();
  p.line({4.4, 8.6}, {8.6, 4.4});  // ends 0.6 mm beyond the wall at 8 mm
  const CutComb cut = cut_comb(comb(), p.crop(), {});
  CHECK(written(cut) == std::vector{true, false, false, false});
  // The whole diagonal fills the picture from corner to corner.
  CHECK(ink(cut.cells[0].shape(cv::Rect(20, 2, 10, 10))) > 3);
  CHECK(ink(cut.cells[0].shape(cv::Rect(2, 20, 10, 10))) > 3);
}

TEST_CASE("two characters that touch are parted at the wall") {
  Painting p = printed_comb();
  write_one(p, 0);
  write_one(p, 1);
  p.line({5.5, 6}, {10.5, 6});
  CHECK(written(cut_comb(comb(), p.crop(), {})) == std::vector{true, true, false, false});
}

TEST_CASE("a line through several cells strikes them out") {
  Painting p = printed_comb();
  for (int cell = 0; cell < 4; ++cell) write_one(p, cell);
  p.line({3.5, 6.4}, {22.5, 6.6});
  const CutComb cut = cut_comb(comb(), p.crop(), {});
  REQUIRE(cut.reasons.size() == 1);
  CHECK(cut.reasons[0] == "ink-outside");
}

TEST_CASE("ink of the field next door is nobody's here") {
  Painting p({0, 0, 26, 18}, fine);
  for (const BoxMm& cell : comb().cells) p.frame(cell);
  p.line({5.5, 9}, {5.5, 14});
  CHECK(written(cut_comb(comb(), p.crop(), {{3, 10.5, 20, 6}})) == std::vector{false, false, false, false});
}

TEST_CASE("a dot stays small in its picture") {
  Painting p = printed_comb();
  p.line({5.5, 8}, {5.5, 8.3});
  write_one(p, 1);
  const CutComb cut = cut_comb(comb(), p.crop(), {});
  REQUIRE(!cut.cells[0].shape.empty());
  CHECK(ink(cut.cells[0].shape) < ink(cut.cells[1].shape));
  CHECK(cv::boundingRect(cut.cells[0].shape > 0.3).height < 14);
}

TEST_CASE("the net tells plain digits apart and is sure of its sums") {
  Painting p = printed_comb();
  write_one(p, 0);
  p.line({9.4, 4.6}, {11.8, 4.5}).line({11.8, 4.5}, {10.2, 8.7});                                  // 7
  p.line({14.6, 4.4}, {14.2, 6.6}).line({14.2, 6.6}, {16.8, 6.6}).line({16.4, 5.4}, {16.2, 8.8});  // 4
  const CutComb cut = cut_comb(comb(), p.crop(), {});
  CellNet net;
  const std::vector<CellScores> scores = net.scores(cut.cells);
  REQUIRE(scores.size() == 4);
  CHECK(best_digit(scores[0]) == '1');
  CHECK(best_digit(scores[1]) == '7');
  CHECK(best_digit(scores[2]) == '4');
  for (const CellScores& one : scores) {
    double sum = 0;
    for (const float log_p : one.log_p) sum += std::exp(static_cast<double>(log_p));
    CHECK(sum == doctest::Approx(1).epsilon(1e-4));
  }
}

TEST_CASE("cells without ink are not shown to the net and are alike to it") {
  CellNet net;
  const auto scores = net.scores({Cell{.p_ink = 0.001, .shape = {}, .place = {}}});
  REQUIRE(scores.size() == 1);
  CHECK(scores[0].p_ink == 0.001);
  CHECK(scores[0].log_p[0] == scores[0].log_p[50]);
}

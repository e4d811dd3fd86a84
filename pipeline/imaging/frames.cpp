#include "pipeline/imaging/frames.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/page_ink.hpp"

namespace carescan::imaging {

namespace {

/// Shorter runs of ink are strokes of letters; every side of a cell is longer.
constexpr double side_mm = 1.9;
/// A broken corner, or a line that a scan has eaten.
constexpr double gap_mm = 0.3;
/// Of a cell's bounding box, so that it is an upright rectangle.
constexpr double filled = 0.93;
/// What a coarse scan may take from each side without its being less of a rectangle.
constexpr double ragged_mm = 0.12;
/// A line is thinner than this; what is thicker is a bar, whose middle is nobody's edge.
constexpr double thickest_mm = 1.3, usual_line_mm = 0.3;
constexpr double shortest_rule_mm = 12;
constexpr double smallest_ring_mm = 1.8, largest_ring_mm = 7;

/// Odd lengths only: OpenCV's opening by an even one moves what is left by a pixel, and where a line is no thicker the
/// corners of its cell are open then.
cv::Mat runs(const cv::Mat& ink, int width, int height) {
  cv::Mat out;
  cv::morphologyEx(ink, out, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {width | 1, height | 1}));
  return out;
}

/// Lines along both axes, their small gaps closed.
cv::Mat lines_of(const PageInk& page) {
  cv::Mat across = runs(page.ink, page.across(side_mm), 1), down = runs(page.ink, 1, page.down(side_mm));
  const auto bridge = [](cv::Mat& lines, int width, int height) {
    cv::morphologyEx(lines, lines, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {width, height}));
  };
  bridge(across, 2 * page.across(gap_mm) + 1, 1);
  bridge(down, 1, 2 * page.down(gap_mm) + 1);
  // White areas meet across a corner where its one pixel is missing: each line grows by one at its ends.
  cv::dilate(across, across, cv::getStructuringElement(cv::MORPH_RECT, {3, 1}));
  cv::dilate(down, down, cv::getStructuringElement(cv::MORPH_RECT, {1, 3}));
  cv::Mat lines = across | down;
  bridge(lines, page.across(gap_mm) | 1, page.down(gap_mm) | 1);
  return lines;
}

/// Pixels of ink from a point in a direction, up to `most`; the line may begin a pixel or two further on.
int ink_from(const cv::Mat& ink, cv::Point at, cv::Point step, int most) {
  const cv::Rect whole(0, 0, ink.cols, ink.rows);
  for (int i = 0; i < 2 && whole.contains(at) && ink.at<uchar>(at) == 0; ++i) at += step;
  int length = 0;
  for (; length < most && whole.contains(at) && ink.at<uchar>(at) != 0; at += step) ++length;
  return length;
}

/// Half the thickness of the line along one side of a white area, in px: the median of five places.
double half_line(const PageInk& page, cv::Point from, cv::Point to, cv::Point step, double px_per_mm) {
  std::array<int, 5> widths{};
  const int most = static_cast<int>(thickest_mm * px_per_mm);
  for (int i = 0; i < 5; ++i)
    widths[static_cast<std::size_t>(i)] = ink_from(page.ink, from + (to - from) * (2 * i + 1) / 10 + step, step, most);
  std::sort(widths.begin(), widths.end());
  return (widths[2] >= most ? usual_line_mm * px_per_mm : widths[2]) / 2.0;
}

/// A white area grown to the middle of the lines around it.
BoxMm to_middle_of_lines(const PageInk& page, const cv::Rect& area) {
  const cv::Point tl = area.tl(), br = area.br() - cv::Point(1, 1), tr(br.x, tl.y), bl(tl.x, br.y);
  const double left = half_line(page, tl, bl, {-1, 0}, page.px_per_mm_x) / page.px_per_mm_x;
  const double right = half_line(page, tr, br, {1, 0}, page.px_per_mm_x) / page.px_per_mm_x;
  const double top = half_line(page, tl, tr, {0, -1}, page.px_per_mm_y) / page.px_per_mm_y;
  const double bottom = half_line(page, bl, br, {0, 1}, page.px_per_mm_y) / page.px_per_mm_y;
  const BoxMm inner = page.mm(area);
  return {inner.x - left, inner.y - top, inner.width + left + right, inner.height + top + bottom};
}

std::vector<BoxMm> cells_of(const PageInk& page, const cv::Mat& lines) {
  std::vector<std::vector<cv::Point>> outlines;
  std::vector<cv::Vec4i> family;
  cv::findContours(~lines, outlines, family, cv::RETR_CCOMP, cv::CHAIN_APPROX_SIMPLE);
  const int least_x = page.across(side_mm * 0.8), least_y = page.down(side_mm * 0.8);
  std::vector<BoxMm> cells;
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    const cv::Rect area = cv::boundingRect(outlines[i]);
    const bool hole = family[i][3] >= 0;  // the outer side of lines that stand free inside a white area
    const bool at_edge =
        area.x <= 1 || area.y <= 1 || area.br().x >= page.ink.cols - 1 || area.br().y >= page.ink.rows - 1;
    if (hole || at_edge || area.width < least_x || area.height < least_y) continue;
    const double inner =
        (area.width - 1.0 - 2 * ragged_mm * page.px_per_mm_x) * (area.height - 1.0 - 2 * ragged_mm * page.px_per_mm_y);
    if (cv::contourArea(outlines[i]) >= filled * inner) cells.push_back(to_middle_of_lines(page, area));
  }
  return cells;
}

/// Round outlines with paper inside: π/4 of their bounding box, thin.
std::vector<BoxMm> rings_of(const PageInk& page) {
  std::vector<std::vector<cv::Point>> outlines;
  std::vector<cv::Vec4i> family;
  cv::Mat pale;
  cv::morphologyEx(page.pale, pale, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
  cv::findContours(pale, outlines, family, cv::RETR_CCOMP, cv::CHAIN_APPROX_NONE);
  std::vector<BoxMm> rings;
  for (std::size_t i = 0; i < outlines.size(); ++i) {
    const cv::Rect area = cv::boundingRect(outlines[i]);
    const BoxMm box = page.mm(area);
    const int child = family[i][2];
    if (family[i][3] >= 0 || child < 0 || box.width < smallest_ring_mm || box.width > largest_ring_mm ||
        std::abs(box.width - box.height) > 0.2 * box.width)
      continue;
    double hole = 0;
    cv::Rect inside;
    for (int c = child; c >= 0; c = family[static_cast<std::size_t>(c)][0])
      if (const auto& points = outlines[static_cast<std::size_t>(c)]; cv::contourArea(points) > hole) {
        hole = cv::contourArea(points);
        inside = cv::boundingRect(points);
      }
    const double round = cv::contourArea(outlines[i]) / ((area.width - 1.0) * (area.height - 1.0));
    const double line = (area.width - inside.width) / 2.0 / area.width;  // of a letter o it is a sixth and more
    if (round > 0.72 && round < 0.84 && hole > 0.38 * (area.width - 1.0) * (area.height - 1.0) && line < 0.18)
      rings.push_back(box.grown(-line * box.width / 2));
  }
  return rings;
}

bool is_side_of(const BoxMm& rule, const BoxMm& cell) {
  const double middle = rule.y + rule.height / 2, slack = 0.6;
  const double along = std::min(rule.right(), cell.right()) - std::max(rule.x, cell.x);
  return along > 0 && (std::abs(middle - cell.y) < slack || std::abs(middle - cell.bottom()) < slack);
}

std::vector<BoxMm> rules_of(const PageInk& page, const std::vector<BoxMm>& cells) {
  cv::Mat labels, stats, centres, across = runs(page.ink, page.across(shortest_rule_mm / 2), 1);
  cv::morphologyEx(across, across, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_RECT, {2 * page.across(gap_mm) + 1, 3}));
  std::vector<BoxMm> rules;
  const int count = cv::connectedComponentsWithStats(across, labels, stats, centres);
  for (int i = 1; i < count; ++i) {
    const cv::Rect area(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                        stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    const BoxMm rule = page.mm(area);
    const bool side =
        std::any_of(cells.begin(), cells.end(), [&](const BoxMm& cell) { return is_side_of(rule, cell); });
    if (rule.width >= shortest_rule_mm && rule.height < thickest_mm / 2 && !side) rules.push_back(rule);
  }
  return rules;
}

void sort(std::vector<BoxMm>& boxes) {
  std::sort(boxes.begin(), boxes.end(),
            [](const BoxMm& a, const BoxMm& b) { return std::tie(a.y, a.x) < std::tie(b.y, b.x); });
}

}  // namespace

Frames find_frames(const Raster& raster, double width_mm, double height_mm) {
  const PageInk page = page_ink(raster, width_mm, height_mm);
  Frames out;
  out.cells = cells_of(page, lines_of(page));
  out.rings = rings_of(page);
  out.rules = rules_of(page, out.cells);
  for (auto* boxes : {&out.cells, &out.rings, &out.rules}) sort(*boxes);
  return out;
}

}  // namespace carescan::imaging

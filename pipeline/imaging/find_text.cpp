#include <algorithm>
#include <numeric>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/frames.hpp"
#include "pipeline/imaging/page_ink.hpp"

namespace carescan::imaging {

namespace {

/// Of a printed character; dots and commas belong to a line that is there already.
constexpr double lowest_mm = 0.9, highest_mm = 9, widest_mm = 12;
/// Characters of one line are at most so many of their heights apart: more is another label.
constexpr double gap_in_heights = 0.9;

/// Ink that is no line to write on and no frame to mark.
cv::Mat without_frames(const PageInk& page, const Frames& frames) {
  constexpr double line_mm = 0.45;
  cv::Mat ink = page.ink.clone();
  const auto erase = [&](const BoxMm& box) { ink(page.px(box)) = 0; };
  for (const BoxMm& c : frames.cells) {
    erase(BoxMm{c.x, c.y, c.width, 0}.grown(line_mm));
    erase(BoxMm{c.x, c.bottom(), c.width, 0}.grown(line_mm));
    erase(BoxMm{c.x, c.y, 0, c.height}.grown(line_mm));
    erase(BoxMm{c.right(), c.y, 0, c.height}.grown(line_mm));
  }
  for (const BoxMm& ring : frames.rings) erase(ring.grown(line_mm));
  for (const BoxMm& rule : frames.rules) erase(rule.grown(line_mm / 2));
  return ink;
}

std::vector<BoxMm> characters(const PageInk& page, const cv::Mat& ink) {
  cv::Mat labels, stats, centres;
  const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres);
  std::vector<BoxMm> all;
  for (int i = 1; i < count; ++i) {
    const BoxMm box = page.mm({stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                               stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT)});
    if (box.height >= lowest_mm && box.height <= highest_mm && box.width <= widest_mm) all.push_back(box);
  }
  std::sort(all.begin(), all.end(), [](const BoxMm& a, const BoxMm& b) { return a.x < b.x; });
  return all;
}

BoxMm hull(const BoxMm& a, const BoxMm& b) {
  const double x = std::min(a.x, b.x), y = std::min(a.y, b.y);
  return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

/// Whether the next character to the right goes on the line.
bool goes_on(const BoxMm& line, const BoxMm& next) {
  const double both = std::min(line.bottom(), next.bottom()) - std::max(line.y, next.y);
  const double lower = std::min(line.height, next.height), higher = std::max(line.height, next.height);
  return both > 0.5 * lower && higher < 2.5 * lower && next.x - line.right() < gap_in_heights * line.height;
}

/// No wall of a cell stands between them.
bool same_cell(const BoxMm& line, const BoxMm& next, const std::vector<BoxMm>& cells) {
  const auto middle_in = [](const BoxMm& box, const BoxMm& cell) {
    return cell.contains({box.x + box.width / 2, box.y + box.height / 2, 0, 0});
  };
  return std::none_of(cells.begin(), cells.end(), [&](const BoxMm& cell) {
    return middle_in(BoxMm{line.right(), line.y, 0, line.height}, cell) != middle_in(next, cell);
  });
}

}  // namespace

std::vector<BoxMm> find_text(const Raster& raster, double width_mm, double height_mm, const Frames& frames) {
  const PageInk page = page_ink(raster, width_mm, height_mm);
  std::vector<BoxMm> lines;
  for (const BoxMm& character : characters(page, without_frames(page, frames))) {
    const auto line = std::find_if(lines.begin(), lines.end(), [&](const BoxMm& l) {
      return goes_on(l, character) && same_cell(l, character, frames.cells);
    });
    if (line == lines.end())
      lines.push_back(character);
    else
      *line = hull(*line, character);
  }
  std::sort(lines.begin(), lines.end(),
            [](const BoxMm& a, const BoxMm& b) { return std::tie(a.y, a.x) < std::tie(b.y, b.x); });
  return lines;
}

}  // namespace carescan::imaging

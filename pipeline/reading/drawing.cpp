#include "pipeline/reading/drawing.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/reading/presence.hpp"

namespace carescan::reading {
namespace {

/// Less ink is a speck: a dot of a pen has about this much, and is about this long. A copier's toner comes in grains of
/// up to 0.9 mm: as ink they leave the drawing asked, as marks they would only mislead.
constexpr double least_mark_mm2 = 0.15, least_mark_mm = 1;
/// Dots (OwnInk) are mostly a copier's toner; very many are light pencil on a black-and-white scanner.
constexpr float dot_share = 0.08f;

/// A mark as its pixels are gathered.
struct Gathered {
  cv::Rect bounds;
  double mm2 = 0;
};

/// Numbers every pixel by the mark it would belong to if it were ink.
cv::Mat neighbourhoods(const InkMap& map) {
  cv::Mat ink = map.weight > sure_weight, wide, numbers;
  cv::dilate(ink, wide, disc(one_mark_mm / 2, map.px_per_mm));
  cv::connectedComponents(wide, numbers, 8, CV_32S);
  return numbers;
}

std::vector<Gathered> gathered(const InkMap& map, const cv::Rect& rect) {
  const cv::Mat numbers = neighbourhoods(map);
  double most = 0;
  cv::minMaxLoc(numbers, nullptr, &most);
  std::vector<Gathered> out(static_cast<std::size_t>(most) + 1);
  const double mm2 = 1 / (map.px_per_mm * map.px_per_mm);
  for (int y = rect.y; y < rect.y + rect.height; ++y)
    for (int x = rect.x; x < rect.x + rect.width; ++x) {
      const float weight = map.weight.at<float>(y, x);
      if (weight <= sure_weight) continue;
      const bool dot = map.dot[static_cast<std::size_t>(map.labels.at<int>(y, x))];
      Gathered& mark = out[static_cast<std::size_t>(numbers.at<int>(y, x))];
      mark.bounds |= cv::Rect(x, y, 1, 1);
      mark.mm2 += (dot ? dot_share : 1) * weight * mm2;
    }
  std::erase_if(out, [&](const Gathered& mark) {
    const int longer = std::max(mark.bounds.width, mark.bounds.height);
    return mark.mm2 < least_mark_mm2 || longer < least_mark_mm * map.px_per_mm;
  });
  return out;
}

}  // namespace

std::vector<BoxMm> drawn_marks(const InkMap& map, const BoxMm& area) {
  std::vector<BoxMm> out;
  for (const Gathered& mark : gathered(map, pixels(map, area))) {
    const double mm = 1 / map.px_per_mm;
    out.push_back({map.area.x + mark.bounds.x * mm, map.area.y + mark.bounds.y * mm, mark.bounds.width * mm,
                   mark.bounds.height * mm});
  }
  std::ranges::sort(out, {}, [](const BoxMm& box) { return std::pair(box.y, box.x); });
  return out;
}

Reading read_drawing(const Field& field, const imaging::FieldCrop& crop, const std::vector<BoxMm>& rivals) {
  const InkMap map = ink_map(crop);
  const Presence seen = presence(map, field.box, rivals);
  Reading reading = blank_reading(field, seen);
  const std::vector<BoxMm> marks = drawn_marks(map, field.box);
  if (marks.empty()) return reading;
  reading.state = FieldState::read;
  reading.value = marks;
  reading.text = in_words(marks);
  reading.confidence = std::max(seen.p_ink, 0.5);
  add_reason(reading.reasons, "drawing-marked");
  return reading;
}

}  // namespace carescan::reading

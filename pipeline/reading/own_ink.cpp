#include <algorithm>
#include <cmath>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/reading/ink_map.hpp"

namespace carescan::reading {
namespace {

/// Shares of a rival's ink from which a stroke is perhaps, and surely, also this box's own.
constexpr double perhaps_own = 0.3, surely_own = 0.85;
/// A line across the map counts for a box from this much ink in it.
constexpr double least_through_mm2 = 0.2;

using Masses = std::vector<double>;

/// In mm² of full ink.
Masses masses(const InkMap& map, const cv::Rect& rect) {
  Masses out = ink_by_stroke(map, rect);
  for (double& mass : out) mass /= map.px_per_mm * map.px_per_mm;
  return out;
}

enum class Owner { own, perhaps, foreign };

/// Whose a stroke is, from what it has here, in its strongest rival, and in all.
Owner owner(double here, double rival, double all) {
  if (here < perhaps_own * rival || here < 0.08 * all) return Owner::foreign;
  return here < surely_own * rival || here < 0.2 * all ? Owner::perhaps : Owner::own;
}

BoxMm bounds_of(const InkMap& map, const cv::Rect& rect, const std::vector<Owner>& owners, bool with_unsure) {
  int left = rect.x + rect.width, right = rect.x - 1, top = rect.y + rect.height, bottom = rect.y - 1;
  for (int y = rect.y; y < rect.y + rect.height; ++y)
    for (int x = rect.x; x < rect.x + rect.width; ++x) {
      const int label = map.labels.at<int>(y, x);
      if (label == 0 || map.weight.at<float>(y, x) <= sure_weight) continue;
      const Owner owner = owners[static_cast<std::size_t>(label)];
      if (owner == Owner::foreign || (owner == Owner::perhaps && !with_unsure)) continue;
      left = std::min(left, x), right = std::max(right, x);
      top = std::min(top, y), bottom = std::max(bottom, y);
    }
  if (right < left) return {};
  const double mm = 1 / map.px_per_mm;
  return {map.area.x + left * mm, map.area.y + top * mm, (right - left + 1) * mm, (bottom - top + 1) * mm};
}

double mean_weight(const InkMap& map, const cv::Rect& rect) {
  double sum = 0;
  int count = 0;
  for (int y = rect.y; y < rect.y + rect.height; ++y)
    for (int x = rect.x; x < rect.x + rect.width; ++x)
      if (const float w = map.weight.at<float>(y, x); w > sure_weight) sum += w, ++count;
  return count == 0 ? 0 : sum / count;
}

/// Deviation of the own strokes inside `rect` across their principal direction.
double thickness(const InkMap& map, const cv::Rect& rect, const std::vector<Owner>& owners) {
  double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (int y = rect.y; y < rect.y + rect.height; ++y)
    for (int x = rect.x; x < rect.x + rect.width; ++x) {
      const double w = map.weight.at<float>(y, x);
      if (w <= sure_weight || owners[static_cast<std::size_t>(map.labels.at<int>(y, x))] == Owner::foreign) continue;
      n += w, sx += w * x, sy += w * y, sxx += w * x * x, syy += w * y * y, sxy += w * x * y;
    }
  if (n <= 0) return 0;
  const double xx = sxx / n - sx * sx / (n * n), yy = syy / n - sy * sy / (n * n), xy = sxy / n - sx * sy / (n * n);
  const double smaller = (xx + yy) / 2 - std::hypot((xx - yy) / 2, xy);
  return std::sqrt(std::max(0.0, smaller)) / map.px_per_mm;
}

/// Strokes whose ink reaches opposite edges of the map.
std::vector<bool> across(const InkMap& map) {
  enum Edge { left = 1, right = 2, top = 4, bottom = 8 };
  std::vector<int> edges(static_cast<std::size_t>(map.strokes) + 1, 0);
  const int columns = map.weight.cols, rows = map.weight.rows;
  const auto note = [&](int y, int x, Edge edge) {
    if (map.weight.at<float>(y, x) > sure_weight) edges[static_cast<std::size_t>(map.labels.at<int>(y, x))] |= edge;
  };
  for (int y = 0; y < rows; ++y) note(y, 0, left), note(y, columns - 1, right);
  for (int x = 0; x < columns; ++x) note(0, x, top), note(rows - 1, x, bottom);
  std::vector<bool> out;
  for (const int e : edges)
    out.push_back((e & (left | right)) == (left | right) || (e & (top | bottom)) == (top | bottom));
  return out;
}

/// Whether most of `own` lies in `area`: itself, or an area round it. Neither can be a rival.
bool covers(const BoxMm& area, const BoxMm& own) {
  const double width = std::min(area.right(), own.right()) - std::max(area.x, own.x);
  const double height = std::min(area.bottom(), own.bottom()) - std::max(area.y, own.y);
  return width > 0 && height > 0 && width * height > 0.5 * own.width * own.height;
}

}  // namespace

std::vector<double> ink_by_stroke(const InkMap& map, const cv::Rect& rect) {
  std::vector<double> out(static_cast<std::size_t>(map.strokes) + 1, 0);
  for (int y = rect.y; y < rect.y + rect.height; ++y) {
    const float* weight = map.weight.ptr<float>(y);
    const int* label = map.labels.ptr<int>(y);
    for (int x = rect.x; x < rect.x + rect.width; ++x)  // most of it is bare paper
      if (weight[x] != 0) out[static_cast<std::size_t>(label[x])] += static_cast<double>(weight[x]);
  }
  return out;
}

OwnInk own_ink(const InkMap& map, const BoxMm& box, const std::vector<BoxMm>& rivals) {
  const cv::Rect rect = pixels(map, box);
  const Masses here = masses(map, rect), all = masses(map, {0, 0, map.weight.cols, map.weight.rows});
  Masses rival(here.size(), 0);
  for (const BoxMm& other : rivals) {
    const Masses there = masses(map, pixels(map, other));
    for (std::size_t i = 0; i < rival.size(); ++i) rival[i] = std::max(rival[i], there[i]);
  }
  const std::vector<bool> line_across = across(map);
  OwnInk own;
  std::vector<Owner> owners(here.size(), Owner::foreign);
  for (std::size_t i = 1; i < here.size(); ++i) {
    if (here[i] <= 0) continue;
    own.through = own.through || (line_across[i] && here[i] > least_through_mm2);
    owners[i] = owner(here[i], rival[i], all[i]);
    (owners[i] == Owner::own       ? own.sure_mm2
     : owners[i] == Owner::perhaps ? own.unsure_mm2
                                   : own.foreign_mm2) += here[i];
    if (owners[i] == Owner::own && map.dot[i]) own.dots_mm2 += here[i];
    if (owners[i] == Owner::foreign) continue;
    own.labels.push_back(static_cast<int>(i));
    own.outside_mm2 += all[i] - here[i];
  }
  own.bounds = bounds_of(map, rect, owners, false);
  own.unsure_bounds = bounds_of(map, rect, owners, true);
  own.thickness_mm = thickness(map, rect, owners);
  own.weight = mean_weight(map, rect);
  return own;
}

std::vector<BoxMm> rivals_near(const std::vector<BoxMm>& areas, const BoxMm& own, double within_mm) {
  std::vector<BoxMm> out;
  for (const BoxMm& area : areas)
    if (!covers(area, own) && area.overlaps(own.grown(within_mm))) out.push_back(area);
  return out;
}

Raster only_strokes(const imaging::FieldCrop& crop, const InkMap& map, const BoxMm& box,
                    const std::vector<int>& labels) {
  const cv::Rect rect = pixels(map, box);
  const cv::Mat ink = imaging::view(crop.ink);
  std::vector<bool> wanted(static_cast<std::size_t>(map.strokes) + 1, false);
  for (const int label : labels) wanted[static_cast<std::size_t>(label)] = true;
  Raster out = make_raster(rect.width, rect.height);
  auto pixel = out.pixels.begin();
  for (int y = rect.y; y < rect.br().y; ++y)
    for (int x = rect.x; x < rect.br().x; ++x, ++pixel)
      if (wanted[static_cast<std::size_t>(map.labels.at<int>(y, x))]) *pixel = ink.at<std::uint8_t>(y, x);
  return out;
}

}  // namespace carescan::reading

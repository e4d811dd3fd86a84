#include "pipeline/reading/cells.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/reading/ink_map.hpp"
#include "pipeline/reading/presence.hpp"

namespace carescan::reading {
namespace {

/// A stroke with this share of its ink round one cell is that cell's.
constexpr double owned = 0.75;
/// A stroke with less than this share inside the cells was not written into them.
constexpr double inside_cells = 0.25;
/// A stroke with this share of its ink in each of three cells strikes them out.
constexpr double struck_share = 0.12;
/// The larger side of a character fills this much of its picture…
constexpr double filled_px = 26;
/// …but nothing is enlarged as if it were larger than this share of its cell's height: a dot stays a dot.
constexpr double least_size = 0.3;
/// `place` shows the cell and this much of its height more.
constexpr double surroundings = 1.3;

constexpr int nobody = -1, parted = -2;

/// The cell with what lies round it: half way to its neighbours, half its width where there is none.
BoxMm round_cell(const std::vector<BoxMm>& cells, std::size_t i) {
  const BoxMm& cell = cells[i];
  double left = cell.width / 2, right = cell.width / 2;
  for (const BoxMm& other : cells) {
    if (other.y > cell.bottom() || other.bottom() < cell.y) continue;
    if (other.right() <= cell.x + 0.01) left = std::min(left, (cell.x - other.right()) / 2);
    if (other.x >= cell.right() - 0.01) right = std::min(right, (other.x - cell.right()) / 2);
  }
  const double above = cell.height / 4;
  return {cell.x - std::max(0.0, left), cell.y - above, cell.width + std::max(0.0, left) + std::max(0.0, right),
          cell.height + 2 * above};
}

/// Whose ground each pixel is: 1 + number of the cell, 0 nobody's, `count` + 1 a rival's.
cv::Mat grounds(const Field& field, const InkMap& map, const std::vector<BoxMm>& rivals) {
  const std::size_t count = field.cells.size();
  cv::Mat out(map.labels.size(), CV_16U, cv::Scalar(0));
  for (std::size_t i = 0; i < count; ++i) out(pixels(map, round_cell(field.cells, i))) = static_cast<double>(i + 1);
  for (const BoxMm& rival : rivals) out(pixels(map, rival)) = static_cast<double>(count + 1);
  for (std::size_t i = 0; i < count; ++i) out(pixels(map, field.cells[i])) = static_cast<double>(i + 1);
  return out;
}

/// Ink of each stroke on each ground, mm²; `inside` what of it lies within cells.
struct Shares {
  std::vector<std::vector<double>> on;
  std::vector<double> inside, all;
};

Shares shares(const Field& field, const InkMap& map, const cv::Mat& ground) {
  cv::Mat in_cell(map.labels.size(), CV_8U, cv::Scalar(0));
  for (const BoxMm& cell : field.cells) in_cell(pixels(map, cell)) = 1;
  const auto strokes = static_cast<std::size_t>(map.strokes) + 1;
  Shares out{std::vector(strokes, std::vector(field.cells.size() + 2, 0.0)), std::vector(strokes, 0.0),
             std::vector(strokes, 0.0)};
  const double mm2 = 1 / (map.px_per_mm * map.px_per_mm);
  for (int y = 0; y < map.labels.rows; ++y) {
    const int* label = map.labels.ptr<int>(y);
    const float* weight = map.weight.ptr<float>(y);
    const std::uint16_t* whose = ground.ptr<std::uint16_t>(y);
    const std::uint8_t* within = in_cell.ptr<std::uint8_t>(y);
    for (int x = 0; x < map.labels.cols; ++x) {
      if (label[x] == 0 || weight[x] <= 0) continue;
      const auto stroke = static_cast<std::size_t>(label[x]);
      out.on[stroke][whose[x]] += weight[x] * mm2;
      out.all[stroke] += weight[x] * mm2;
      if (within[x] != 0) out.inside[stroke] += weight[x] * mm2;
    }
  }
  return out;
}

/// The cell that owns a stroke, or nobody, or that it is parted among the cells it lies in.
int owner(const std::vector<double>& on, double inside, double all) {
  if (all <= 0 || inside < inside_cells * all || on.back() > 0.5 * all) return nobody;
  const auto best = std::max_element(on.begin() + 1, on.end() - 1);
  return *best >= owned * all ? static_cast<int>(best - on.begin()) - 1 : parted;
}

std::vector<int> owners(const Shares& shares) {
  std::vector<int> out;
  for (std::size_t i = 0; i < shares.all.size(); ++i)
    out.push_back(i == 0 ? nobody : owner(shares.on[i], shares.inside[i], shares.all[i]));
  return out;
}

/// A stroke through three cells or more: no character is that wide.
bool struck_out(const Shares& shares) {
  for (std::size_t i = 1; i < shares.all.size(); ++i) {
    const auto& on = shares.on[i];
    const auto cells = std::count_if(on.begin() + 1, on.end() - 1,
                                     [&](double mm2) { return mm2 > std::max(struck_share * shares.all[i], 0.1); });
    if (cells >= 3) return true;
  }
  return false;
}

/// `picture` reduced or enlarged by `scale` and laid into the middle of a square.
cv::Mat in_square(const cv::Mat& picture, double scale) {
  const auto side = [&](int px) { return std::clamp(static_cast<int>(std::lround(px * scale)), 1, cell_side_px); };
  cv::Mat sized;
  cv::resize(picture, sized, {side(picture.cols), side(picture.rows)}, 0, 0,
             scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
  cv::Mat out(cell_side_px, cell_side_px, CV_32F, cv::Scalar(0));
  sized.copyTo(out(cv::Rect({(cell_side_px - sized.cols) / 2, (cell_side_px - sized.rows) / 2}, sized.size())));
  return out;
}

cv::Mat shape_of(const cv::Mat& own, const cv::Rect& bounds, double cell_height_px) {
  const double size =
      std::max({static_cast<double>(bounds.width), static_cast<double>(bounds.height), least_size * cell_height_px});
  return in_square(own(bounds), filled_px / size);
}

/// The cell's middle and what lies round it, in a square with a side of `surroundings` cell heights.
cv::Mat place_of(const cv::Mat& ink, const cv::Mat& any, const cv::Rect& cell) {
  const int side = static_cast<int>(std::lround(surroundings * std::max(cell.height, cell.width)));
  const cv::Rect wanted(cell.x + cell.width / 2 - side / 2, cell.y + cell.height / 2 - side / 2, side, side);
  const cv::Rect seen = wanted & cv::Rect({0, 0}, ink.size());
  cv::Mat square(side, side, CV_32F, cv::Scalar(0));
  evened(ink(seen), any(seen)).copyTo(square(seen - wanted.tl()));
  return in_square(square, cell_side_px / static_cast<double>(side));
}

class Cutter {
 public:
  Cutter(const Field& field, const imaging::FieldCrop& crop, const std::vector<BoxMm>& rivals)
      : field_(field),
        map_(ink_map(crop)),
        ink_(imaging::view(crop.ink)),
        ground_(grounds(field, map_, rivals)),
        shares_(shares(field, map_, ground_)),
        owners_(owners(shares_)) {}

  CutComb cut() const {
    CutComb out;
    for (std::size_t i = 0; i < field_.cells.size(); ++i) out.cells.push_back(cell(i));
    if (map_.print_support < 0.6) out.reasons.emplace_back("print-mismatch");
    if (struck_out(shares_)) out.reasons.emplace_back("ink-outside");
    return out;
  }

 private:
  /// 255 where a stroke of this cell is, within reach of the cell.
  cv::Mat own_mask(std::size_t i, const cv::Rect& reach) const {
    cv::Mat mask(reach.size(), CV_8U, cv::Scalar(0));
    for (int y = 0; y < reach.height; ++y) {
      const int* label = map_.labels.ptr<int>(reach.y + y) + reach.x;
      const std::uint16_t* whose = ground_.ptr<std::uint16_t>(reach.y + y) + reach.x;
      std::uint8_t* own = mask.ptr<std::uint8_t>(y);
      for (int x = 0; x < reach.width; ++x) {
        if (label[x] == 0) continue;
        const int owner = owners_[static_cast<std::size_t>(label[x])];
        if (owner == static_cast<int>(i) || (owner == parted && whose[x] == i + 1)) own[x] = 255;
      }
    }
    return mask;
  }

  Cell cell(std::size_t i) const {
    const BoxMm& box = field_.cells[i];
    const cv::Rect reach = pixels(map_, box.grown(0.6 * std::min(box.width, box.height)));
    const cv::Mat mask = own_mask(i, reach);
    cv::Mat weight;
    map_.weight(reach).copyTo(weight, mask);
    const double mm2 = weight.empty() ? 0 : cv::sum(weight)[0] / (map_.px_per_mm * map_.px_per_mm);
    const cv::Rect bounds = mm2 > 0 ? cv::boundingRect(weight > sure_weight) : cv::Rect();
    if (bounds.empty()) return {.p_ink = 0.0005, .shape = {}, .place = {}};
    return {.p_ink = p_written(mm2, std::max(bounds.width, bounds.height) / map_.px_per_mm),
            .shape = shape_of(evened(ink_(reach), mask), bounds, box.height * map_.px_per_mm),
            .place = place_of(ink_, map_.labels > 0, pixels(map_, box))};
  }

  const Field& field_;
  InkMap map_;
  cv::Mat ink_, ground_;
  Shares shares_;
  std::vector<int> owners_;
};

}  // namespace

CutComb cut_comb(const Field& field, const imaging::FieldCrop& crop, const std::vector<BoxMm>& rivals) {
  return Cutter(field, crop, rivals).cut();
}

}  // namespace carescan::reading

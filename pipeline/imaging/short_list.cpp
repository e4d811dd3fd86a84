#include "pipeline/imaging/short_list.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace carescan::imaging {
namespace {

/// Turns and shifts that count as the same: wide enough for a feature's own angle (±10°, some 20 mm at the page's
/// rim) and for a photograph whose scale is only guessed.
constexpr int turns = 8, across = 12;
constexpr float cell_mm = 25, rim_mm = across / 2 * cell_mm;
constexpr std::size_t cells = turns * across * across;
/// Words of more features than this tell nothing and cost most: of 188 prints of one make they were five sixths of the
/// time, and the order without them is the same.
constexpr std::size_t most_sharing = 64;

unsigned word(const uchar* descriptor, unsigned piece) {
  return static_cast<unsigned>(descriptor[2 * piece]) << 8 | descriptor[2 * piece + 1];
}

struct Direction {
  float cosine, sine;
};

/// Sine and cosine of whole degrees: the same on every machine to the last bit that matters.
const std::array<Direction, 360>& directions() {
  static const std::array<Direction, 360> all = [] {
    std::array<Direction, 360> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
      const double a = static_cast<double>(i) * CV_PI / 180;
      out[i] = {static_cast<float>(std::cos(a)), static_cast<float>(std::sin(a))};
    }
    return out;
  }();
  return all;
}

/// The cell of turn and shift that brings `printed` onto `seen`; cells when it would lie off the picture.
std::size_t cell_of(const FeaturePlace& seen, const FeaturePlace& printed) {
  const float turn = seen.angle_deg - printed.angle_deg + (seen.angle_deg < printed.angle_deg ? 360.0F : 0.0F);
  const auto degrees = static_cast<std::size_t>(turn) % 360;
  const Direction d = directions()[degrees];
  const float x = seen.x_mm - (d.cosine * printed.x_mm - d.sine * printed.y_mm) + rim_mm,
              y = seen.y_mm - (d.sine * printed.x_mm + d.cosine * printed.y_mm) + rim_mm;
  if (!(x >= 0 && y >= 0 && x < 2 * rim_mm && y < 2 * rim_mm)) return cells;
  // A quarter turn is the middle of its cell.
  const std::size_t t = ((degrees + 180 / turns) % 360) * turns / 360;
  return (t * across + static_cast<std::size_t>(y / cell_mm)) * across + static_cast<std::size_t>(x / cell_mm);
}

/// The fullest square of four neighbouring cells.
float most_votes(const float* votes) {
  float most = 0;
  for (int t = 0; t < turns; ++t)
    for (int y = 0; y + 1 < across; ++y)
      for (int x = 0; x + 1 < across; ++x) {
        const float* v = votes + (t * across + y) * across + x;
        most = std::max(most, v[0] + v[1] + v[across] + v[across + 1]);
      }
  return most;
}

FeaturePlace place(const cv::KeyPoint& p, double px_per_mm, double middle_x_mm, double middle_y_mm) {
  return {0, static_cast<float>((p.pt.x + 0.5) / px_per_mm - middle_x_mm),
          static_cast<float>((p.pt.y + 0.5) / px_per_mm - middle_y_mm), p.angle};
}

}  // namespace

OwnWordIndex index_words(const std::vector<IndexedPrint>& prints) {
  OwnWordIndex index;
  index.starts.resize(std::size_t{WordIndex::pieces} * WordIndex::words + 1);
  const auto each_word = [&](auto&& visit) {
    std::uint32_t feature = 0;
    for (const IndexedPrint& print : prints)
      for (int row = 0; row < print.features.descriptors.rows; ++row, ++feature)
        for (unsigned piece = 0; piece < WordIndex::pieces; ++piece)
          visit(std::size_t{piece} * WordIndex::words + word(print.features.descriptors.ptr(row), piece), feature);
  };
  each_word([&](std::size_t w, std::uint32_t) { ++index.starts[w + 1]; });
  std::partial_sum(index.starts.begin(), index.starts.end(), index.starts.begin());
  index.postings.resize(index.starts.back());
  std::vector<std::uint32_t> next(index.starts.begin(), index.starts.end() - 1);
  each_word([&](std::size_t w, std::uint32_t feature) { index.postings[next[w]++] = feature; });
  for (std::size_t i = 0; i < prints.size(); ++i)
    for (const cv::KeyPoint& p : prints[i].features.points) {
      index.places.push_back(place(p, feature_px_per_mm, prints[i].width_mm / 2, prints[i].height_mm / 2));
      index.places.back().print = static_cast<std::uint32_t>(i);
    }
  return index;
}

std::vector<int> short_list(const Features& page, cv::Size size_px, double px_per_mm, const WordIndex& index,
                            std::size_t prints, int most) {
  const std::size_t too_common = std::min(4 * prints + 16, most_sharing);
  std::vector<float> votes(prints * cells);
  for (int row = 0; row < page.descriptors.rows; ++row) {
    const FeaturePlace seen = place(page.points[static_cast<std::size_t>(row)], px_per_mm,
                                    size_px.width / px_per_mm / 2, size_px.height / px_per_mm / 2);
    for (unsigned piece = 0; piece < WordIndex::pieces; ++piece) {
      const auto having = index.having(piece, word(page.descriptors.ptr(row), piece));
      if (having.size() > too_common) continue;
      const float weight = 1.0F / (1.0F + static_cast<float>(having.size()));
      for (const std::uint32_t feature : having) {
        const FeaturePlace& printed = index.places[feature];
        const std::size_t cell = cell_of(seen, printed);
        if (cell < cells) votes[printed.print * cells + cell] += weight;
      }
    }
  }
  std::vector<float> best(prints);
  for (std::size_t i = 0; i < prints; ++i) best[i] = most_votes(&votes[i * cells]);
  std::vector<int> order(prints);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return best[static_cast<std::size_t>(a)] > best[static_cast<std::size_t>(b)]; });
  if (static_cast<int>(order.size()) > most) order.resize(static_cast<std::size_t>(most));
  return order;
}

}  // namespace carescan::imaging

#include "pipeline/reading/other_printing.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/likeness.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/reading/ink_map.hpp"

namespace carescan::reading {
namespace {

constexpr double tile_width_mm = 6, tile_height_mm = 4, step_x_mm = 3, step_y_mm = 2;
constexpr double reach_mm = 0.7;
/// A tile is looked at when this many mm² of it are printed dark…
constexpr double least_printed_mm2 = 0.8;
/// …and differs when it is less alike than this share of the page's usual, or than this anyway…
constexpr double unlike_share = 0.65, unlike = 0.55;
/// …and this share of its printing is not there.
constexpr double missing_share = 0.12;
constexpr std::size_t fewest_tiles = 3;
/// Ink near a frame is not printing that differs; the frame itself is left.
constexpr double frame_mm = 0.6;

/// Scan and blank, with the areas where people write painted white on both.
struct Pictures {
  cv::Mat scan, blank;
  cv::Mat darkened;               ///< the scan, each pixel as dark as the darkest within 0.35 mm
  cv::Mat printed;                ///< 1 where the blank is dark
  int shown_below = 0;            ///< printing is there where `darkened` is below this
  cv::Mat printed_sum, gone_sum;  ///< integrals: of `printed`, and of what of it is not there
};

struct Tile {
  cv::Rect at;
  double missing = 0;
  double alike = 1;     ///< looked at where much is missing, and in every tile that stands for the page
  bool stands = false;  ///< for the page: how alike its tiles usually are
};

/// Likeness costs far more than counting what is missing: every so many tiles say what is usual on this page.
constexpr std::size_t tiles_a_sample = 6;

void paint_white(cv::Mat& picture, const std::vector<BoxMm>& areas, double px_per_mm) {
  for (const BoxMm& area : areas) {
    const BoxMm a = area.grown(-frame_mm);
    if (a.width <= 0 || a.height <= 0) continue;
    cv::rectangle(picture, cv::Point(cvRound(a.x * px_per_mm), cvRound(a.y * px_per_mm)),
                  cv::Point(cvRound(a.right() * px_per_mm), cvRound(a.bottom() * px_per_mm)), 255, cv::FILLED);
  }
}

/// Half-way between paper and how dark this page's printing usually is: pale copies show theirs too.
int usual_darkness(const Pictures& p) {
  return (median_under(p.darkened, p.printed) + 255) / 2;
}

Pictures pictures(const imaging::FieldCrop& page, const std::vector<BoxMm>& areas) {
  Pictures p;
  p.scan = imaging::view(page.scan).clone();
  p.blank = imaging::view(page.blank).clone();
  paint_white(p.scan, areas, page.px_per_mm);
  paint_white(p.blank, areas, page.px_per_mm);
  const int radius = cvRound(0.35 * page.px_per_mm);
  cv::erode(p.scan, p.darkened, cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * radius + 1, 2 * radius + 1}));
  p.printed = (p.blank < 140) / 255;
  p.shown_below = usual_darkness(p);
  const cv::Mat gone = (p.darkened >= p.shown_below) & p.printed;
  cv::integral(p.printed, p.printed_sum, CV_32S);
  cv::integral(gone, p.gone_sum, CV_32S);
  return p;
}

int sum_of(const cv::Mat& integral, const cv::Rect& at) {
  const int *top = integral.ptr<int>(at.y), *bottom = integral.ptr<int>(at.br().y);
  return bottom[at.br().x] - bottom[at.x] - top[at.br().x] + top[at.x];
}

Tile looked_at(const Pictures& p, const cv::Rect& at, const cv::Rect& around, bool stands) {
  Tile tile{.at = at, .stands = stands};
  tile.missing = static_cast<double>(sum_of(p.gone_sum, at)) / sum_of(p.printed_sum, at);
  if (stands || tile.missing > missing_share) tile.alike = imaging::find_patch(p.scan(around), p.blank(at)).alike;
  return tile;
}

/// The tiles of the page that hold printing, row by row.
std::vector<Tile> tiles(const Pictures& p, double px_per_mm) {
  // even: a patch is laid on its middle
  const cv::Size size(2 * cvRound(tile_width_mm / 2 * px_per_mm), 2 * cvRound(tile_height_mm / 2 * px_per_mm));
  const int reach = cvRound(reach_mm * px_per_mm), step_x = cvRound(step_x_mm * px_per_mm),
            step_y = cvRound(step_y_mm * px_per_mm);
  std::vector<Tile> out;
  for (int y = reach; y + size.height + reach <= p.scan.rows; y += step_y)
    for (int x = reach; x + size.width + reach <= p.scan.cols; x += step_x) {
      const cv::Rect at({x, y}, size), around(x - reach, y - reach, size.width + 2 * reach, size.height + 2 * reach);
      if (sum_of(p.printed_sum, at) < least_printed_mm2 * px_per_mm * px_per_mm) continue;
      out.push_back(looked_at(p, at, around, out.size() % tiles_a_sample == 0));
    }
  return out;
}

double usual_likeness(const std::vector<Tile>& all) {
  std::vector<double> alike;
  for (const Tile& t : all)
    if (t.stands) alike.push_back(t.alike);
  std::nth_element(alike.begin(), alike.begin() + static_cast<long>(alike.size() / 2), alike.end());
  return alike[alike.size() / 2];
}

}  // namespace

std::vector<BoxMm> other_printing(const imaging::FieldCrop& page, const std::vector<BoxMm>& areas) {
  const Pictures p = pictures(page, areas);
  const std::vector<Tile> all = tiles(p, page.px_per_mm);
  if (all.empty()) return {};
  const double limit = std::min(unlike, unlike_share * usual_likeness(all));
  std::vector<Tile> differing;
  for (const Tile& t : all)
    if (t.alike < limit && t.missing > missing_share) differing.push_back(t);
  if (differing.size() < fewest_tiles) return {};
  // Tiles that touch belong together; tiles overlap by half.
  std::vector<int> group;
  const int groups =
      cv::partition(differing, group, [](const Tile& a, const Tile& b) { return (a.at & b.at).area() > 0; });
  std::vector<cv::Rect> boxes(static_cast<std::size_t>(groups));
  std::vector<std::size_t> count(static_cast<std::size_t>(groups));
  for (std::size_t i = 0; i < differing.size(); ++i) {
    const auto g = static_cast<std::size_t>(group[i]);
    boxes[g] |= differing[i].at;
    ++count[g];
  }
  std::vector<BoxMm> other;
  for (std::size_t g = 0; g < boxes.size(); ++g)
    if (count[g] >= fewest_tiles)
      other.push_back({boxes[g].x / page.px_per_mm, boxes[g].y / page.px_per_mm, boxes[g].width / page.px_per_mm,
                       boxes[g].height / page.px_per_mm});
  return other;
}

bool touches(const std::vector<BoxMm>& other, const BoxMm& area) {
  constexpr double beside_mm = 40, above_mm = 5;
  const BoxMm with_label{area.x - beside_mm, area.y - above_mm, area.width + 2 * beside_mm, area.height + 2 * above_mm};
  return std::any_of(other.begin(), other.end(), [&](const BoxMm& b) { return b.overlaps(with_label); });
}

}  // namespace carescan::reading

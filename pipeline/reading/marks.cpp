#include "pipeline/reading/marks.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/reading/ink_map.hpp"
#include "pipeline/reading/mark_picture.hpp"

namespace carescan::reading {
namespace {

/// Width of a ballpoint stroke as scanned.
constexpr double pen_mm = 0.35;
/// Half the frame's line and some play of the registration are left out of the inside.
constexpr double frame_mm = 0.4;

BoxMm inside(const BoxMm& box) {
  return box.grown(-std::min(frame_mm, 0.18 * std::min(box.width, box.height)));
}

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

/// No reader has been measured on enough boxes to claim more than this.
constexpr double surest = 0.9995;

/// A transparent score: strokes as long as a third of the box and reaching over half of it are even odds; twice as much
/// ink is e^3 times likelier, twice the extent e^2 times. Fitted by eye on painted boxes, see
/// docs/decisions/reading.md.
double likely(double strokes, double extent) {
  const auto log_ratio = [](double x, double even) { return std::log(std::max(x, 0.02) / even); };
  const double p = logistic(4.2 * log_ratio(strokes, 0.34) + 2.9 * log_ratio(extent, 0.45));
  return std::clamp(p, 1 - surest, surest);
}

/// Share of the inside from which a box is filled rather than marked: genuine ticks and crosses stay below a half, a
/// tick scribbled over starts there.
/// In smaller boxes than 4 mm the same pen covers more.
double filled(double side_mm) {
  return std::min(0.8, 0.47 * std::pow(std::max(1.0, 4 / std::max(side_mm, 0.1)), 2));
}

/// In smaller boxes a tick with its tail reaches as far as a line across.
constexpr double small_mm = 2.8;

/// A mark this much lighter than the middle one of its page may be show-through, or rubbed out.
constexpr double light = 0.7;
/// Fewer marks do not say how a page is marked.
constexpr std::size_t enough_marks = 3;

double longer_side(const BoxMm& box) {
  return std::max(box.width, box.height);
}

/// What the features alone say.
Mark by_rule(const MarkFeatures& f, MarkStyle style) {
  const double sure = likely(f.strokes, f.extent), unsure = likely(f.unsure_strokes, f.unsure_extent);
  // What may be a neighbour's is a little more often one's own: two marks that touch.
  Mark mark{.p = 0.45 * sure + 0.55 * unsure, .reasons = {}};
  if (std::abs(sure - unsure) > 0.05 || (mark.p > 0.5 && f.outside > 0.75) || (f.through && f.side_mm > small_mm))
    mark.reasons.push_back("ink-outside");
  const bool lighter = mark.p > 0.5 && f.weight < light * style.weight;
  if ((sure > 0.03 && sure < 0.95) || lighter) mark.reasons.push_back("mark-faint");
  if (f.fill > filled(f.side_mm) && !style.fills) mark.reasons.push_back("mark-cancelled");
  if (f.print_support < 0.6) mark.reasons.push_back("print-mismatch");
  return mark;
}

/// From this probability on the net settles what the rule doubts; below the other it casts doubt on what the rule takes
/// for clear. Set on painted boxes of *tune* so that no more boxes of the real photographs are asked than by the rule.
constexpr double net_settles = 0.8, net_doubts = 0.2;

/// A stroke with this much ink in a box, most of it outside, that is no other field's: a tick that missed its box. What
/// the net has seen of it is the end in the box, and that alone looks like nothing.
constexpr double missed_strokes = 0.2, missed_outside = 0.7;

/// A mark that reaches this far beyond its box on the left and on the right may be one with a line drawn across it. Of
/// 421 marks of *tune* that are none 1 reaches so far.
constexpr double struck_mm = 1.5;

bool may_be_struck_out(const Mark& rule, const MarkFeatures& f) {
  return rule.p > 0.5 && f.both_sides_mm > struck_mm && f.side_mm > small_mm;
}

bool may_have_missed(const Mark& rule, const MarkFeatures& f) {
  return rule.p <= 0.5 && f.unsure_strokes > missed_strokes && f.outside > missed_outside;
}

bool says(const Mark& mark, const std::string& reason) {
  return std::ranges::find(mark.reasons, reason) != mark.reasons.end();
}

/// Why the net does not take a box for what the rule does: something was taken back there, or nobody can tell.
std::string doubt_of(const MarkOpinion& net, MarkStyle style) {
  return net.cancelled > net.unclear && !style.fills ? "mark-cancelled" : "mark-unclear";
}

/// The net has seen what a tick's tail, a neighbour's ink and a filled square look like; it does not know how dark the
/// page's other marks are, nor whether this is the right paper.
Mark with_net(Mark rule, const MarkFeatures& f, MarkStyle style) {
  const double marked = f.net->marked + (style.fills ? f.net->cancelled : 0), empty = f.net->empty;
  const bool is_marked = rule.p > 0.5, doubted = !rule.reasons.empty() || std::max(rule.p, 1 - rule.p) < 0.95;
  const double same = is_marked ? marked : empty;
  const char* beyond = may_have_missed(rule, f)     ? "ink-outside"
                       : may_be_struck_out(rule, f) ? "mark-cancelled"
                                                    : nullptr;
  if (beyond != nullptr) {  // the net does not see that far
    if (!says(rule, beyond)) rule.reasons.emplace_back(beyond);
    return rule;
  }
  if (doubted && same >= net_settles) {
    Mark settled{.p = std::clamp(marked / (marked + empty), 1 - surest, surest), .reasons = {}};
    if (says(rule, "print-mismatch")) settled.reasons.push_back("print-mismatch");
    if (is_marked && f.weight < light * style.weight) settled.reasons.push_back("mark-faint");
    return settled;
  }
  const std::string doubt = doubt_of(*f.net, style);
  if (same < (doubted ? net_settles : net_doubts) && !says(rule, doubt)) rule.reasons.push_back(doubt);
  return rule;
}

}  // namespace

/// How far the own strokes reach beyond the box to the left and to the right, the lesser of the two; negative inside, 0 without any.
double both_sides_mm(const InkMap& map, const OwnInk& own, const BoxMm& box) {
  cv::Rect ink;
  for (const int stroke : own.labels) ink |= map.bounds[static_cast<std::size_t>(stroke)];
  if (ink.empty()) return 0;
  const double first = map.area.x + ink.x / map.px_per_mm, last = map.area.x + ink.br().x / map.px_per_mm;
  return std::min(box.x - first, last - box.right());
}

MarkFeatures mark_features(const MarkCrop& mark) {
  const InkMap map = ink_map(mark.crop);
  const BoxMm inner = inside(mark.box);
  std::vector<BoxMm> rivals;
  for (const BoxMm& rival : mark.rivals) rivals.push_back(inside(rival));
  const OwnInk own = own_ink(map, inner, rivals);
  const double side = std::min(inner.width, inner.height);
  const double ink = own.sure_mm2 + own.unsure_mm2;
  return {.strokes = own.sure_mm2 / (pen_mm * side),
          .extent = longer_side(own.bounds) / side,
          .unsure_strokes = ink / (pen_mm * side),
          .unsure_extent = longer_side(own.unsure_bounds) / side,
          .fill = ink / (inner.width * inner.height),
          .weight = own.weight,
          .outside = ink > 0 ? own.outside_mm2 / (ink + own.outside_mm2) : 0,
          .print_support = map.print_support,
          .side_mm = side,
          .through = own.through,
          .both_sides_mm = both_sides_mm(map, own, mark.box),
          .picture = mark_picture(map, own, mark.box)};
}

MarkFeatures look_at_box(const imaging::RegisteredPage& page, const BoxMm& box, const std::vector<BoxMm>& areas) {
  const double margin = std::max(3.0, std::max(box.width, box.height));
  return mark_features({imaging::cut(page, box, margin, mark_px_per_mm), box, rivals_near(areas, box, margin)});
}

void ask_net(MarkNet& net, const std::vector<MarkFeatures*>& boxes) {
  std::vector<cv::Mat> pictures;
  for (const MarkFeatures* box : boxes) pictures.push_back(box->picture);
  const std::vector<MarkOpinion> said = net.judge(pictures);
  for (std::size_t i = 0; i < boxes.size(); ++i) boxes[i]->net = said[i];
}

Mark judge_mark(const MarkFeatures& f, MarkStyle style) {
  const Mark rule = by_rule(f, style);
  return f.net ? with_net(rule, f, style) : rule;
}

MarkStyle style_of(const std::vector<MarkFeatures>& boxes_of_page) {
  std::vector<double> weights;
  std::size_t fills = 0;
  for (const MarkFeatures& box : boxes_of_page) {
    if (likely(box.unsure_strokes, box.unsure_extent) < 0.5) continue;
    weights.push_back(box.weight);
    if (box.fill > filled(box.side_mm)) ++fills;
  }
  const std::size_t marks = weights.size();
  MarkStyle style{.fills = fills >= 2 && 10 * fills >= 8 * marks};
  if (marks < enough_marks) return style;
  std::ranges::nth_element(weights, weights.begin() + static_cast<std::ptrdiff_t>(marks / 2));
  style.weight = weights[marks / 2];
  return style;
}

}  // namespace carescan::reading

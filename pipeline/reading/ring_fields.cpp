#include <algorithm>

#include "pipeline/reading/ink_map.hpp"
#include "pipeline/reading/rings.hpp"

namespace carescan::reading {
namespace {

/// No reader has been measured on enough words to claim more than this.
constexpr double surest = 0.9995;
/// Less of a word's middle is enclosed by nothing.
constexpr double hardly = 0.1;
/// What overlapping rings leave between them is less convex than any ring.
constexpr double least_solid = 0.75;
/// A stroke over the word's middle, and any stroke beside it, from these lengths on: less is a ring that touches a
/// letter, or dust.
constexpr double over_word_mm = 0.8, beside_word_mm = 0.7;
/// An open ring still goes most of the way round.
constexpr double most_around = 0.6;
/// Lighter ink than this may be show-through, or rubbed out.
constexpr double faint_weight = 0.35;

Mark doubted(double p, const std::string& reason) {
  return {.p = p, .reasons = {reason}};
}

Mark judge_enclosed(const RingFeatures& f) {
  if (f.shared) return doubted(0.6, "ring-shared");
  if (f.inner_mm > over_word_mm) return doubted(0.4, "mark-cancelled");
  if (f.solidity < least_solid) return doubted(0.6, "mark-no-ring");
  return {.p = surest, .reasons = {}};
}

Mark judge_open(const RingFeatures& f) {
  if (f.other_mm < beside_word_mm && f.inner_mm < over_word_mm && f.enclosed < hardly)
    return {.p = 1 - surest, .reasons = {}};
  // What is struck through leaves too little of the word to see whether the ring is closed.
  if (f.around > most_around)
    return f.inner_mm < over_word_mm ? doubted(0.8, "ring-open") : doubted(0.4, "mark-cancelled");
  return doubted(0.6, "mark-no-ring");
}

BoxMm hull(const Field& field) {
  BoxMm out = field.options.front().box;
  for (const auto& [code, label, box] : field.options) {
    const double right = std::max(out.right(), box.right()), bottom = std::max(out.bottom(), box.bottom());
    out.x = std::min(out.x, box.x), out.y = std::min(out.y, box.y);
    out.width = right - out.x, out.height = bottom - out.y;
  }
  return out;
}

}  // namespace

Mark judge_ring(const RingFeatures& f) {
  Mark mark = f.enclosed >= ringed_share ? judge_enclosed(f) : judge_open(f);
  if (mark.p > 0.5 && f.weight < faint_weight) add_reason(mark.reasons, "mark-faint");
  if (f.print_support < 0.6) add_reason(mark.reasons, "print-mismatch");
  return mark;
}

BoxMm ring_area(const Field& field) {
  return hull(field).grown(ring_reach_mm);
}

Reading read_rings(const Field& field, const imaging::RegisteredPage& page, const std::vector<BoxMm>& other_words,
                   const std::vector<BoxMm>& elsewhere) {
  std::vector<BoxMm> words;
  for (const Option& option : field.options) words.push_back(option.box);
  const BoxMm all = hull(field);
  const imaging::FieldCrop crop = imaging::cut(page, all, ring_margin_mm, mark_px_per_mm);
  std::vector<Mark> marks;
  const std::vector<BoxMm> others = rivals_near(other_words, all, ring_margin_mm);
  for (const RingFeatures& seen : ring_features(crop, words, others, rivals_near(elsewhere, all, ring_margin_mm)))
    marks.push_back(judge_ring(seen));
  return read_marked(field, marks);
}

}  // namespace carescan::reading

#pragma once

#include <vector>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/model/field.hpp"
#include "pipeline/reading/marks.hpp"

namespace carescan::reading {

/// How far from a printed word ink still belongs to it, and how much of the page round the words is looked at.
inline constexpr double ring_reach_mm = 3.5, ring_margin_mm = 8;

/// From this share of its middle on that ink encloses, a word is ringed.
inline constexpr double ringed_share = 0.85;

/// What is seen at one printed word that may be ringed.
struct RingFeatures {
  double enclosed = 0;       ///< share of the word's middle that ink encloses, gaps up to 1 mm closed
  double solidity = 1;       ///< of what is enclosed: 1 convex, as a ring is; less where several rings leave a gap
  double around = 0;         ///< share of the directions from the word in which ink is met that no other ring explains
  double inner_mm = 0;       ///< ink on the word's middle, as length of a 0.35 mm pen stroke
  double other_mm = 0;       ///< ink nearest to this word that no ring explains, likewise
  double weight = 1;         ///< mean weight of the ink round it: 1 pen, about 0.5 light pencil
  double print_support = 1;  ///< see InkMap
  bool shared = false;       ///< what encloses it encloses another word, too
};

/// Looks at the words of a field at once, because rings overlap. `others` are words of other fields in the crop that
/// may be ringed; `elsewhere` are areas whose ink is no mark of a word (other fields).
std::vector<RingFeatures> ring_features(const imaging::FieldCrop&, const std::vector<BoxMm>& words,
                                        const std::vector<BoxMm>& others, const std::vector<BoxMm>& elsewhere);

/// How surely a word is ringed. A closed ring round one clean word, or nothing, is clear; all else asks a person:
/// "ring-open" (more than 1 mm), "ring-shared" (two words), "mark-cancelled" (something over the ringed word),
/// "mark-no-ring" (a tick, a line or anything else), "mark-faint", "print-mismatch".
Mark judge_ring(const RingFeatures&);

/// The area of all words of such a field and their rings.
BoxMm ring_area(const Field&);

/// A choice, scale or choices whose printed words are ringed. `other_words` and `elsewhere` are those of the page.
Reading read_rings(const Field&, const imaging::RegisteredPage&, const std::vector<BoxMm>& other_words,
                   const std::vector<BoxMm>& elsewhere);

}  // namespace carescan::reading

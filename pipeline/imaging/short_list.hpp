#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "pipeline/imaging/features.hpp"

namespace carescan::imaging {

/// Where a feature lies on its print.
struct FeaturePlace {
  std::uint32_t print = 0;   ///< index into the prints
  float x_mm = 0, y_mm = 0;  ///< from the page's middle
  float angle_deg = 0;       ///< clockwise, 0..360
};

/// Which features of all prints have a word: a 16-bit piece of their descriptor at one of 16 places. The arrays lie in
/// memory of whoever made them, so that processes can share them.
struct WordIndex {
  static constexpr unsigned pieces = 16, words = 65536;
  std::span<const FeaturePlace> places;
  std::span<const std::uint32_t> starts;    ///< pieces × words + 1: where a word's features begin in `postings`
  std::span<const std::uint32_t> postings;  ///< indices into `places`, word by word

  std::span<const std::uint32_t> having(unsigned piece, unsigned word) const {
    const std::size_t at = std::size_t{piece} * words + word;
    return postings.subspan(starts[at], starts[at + 1] - starts[at]);
  }
};

/// An index that owns its arrays.
struct OwnWordIndex {
  std::vector<FeaturePlace> places;
  std::vector<std::uint32_t> starts, postings;
  WordIndex view() const { return {places, starts, postings}; }
};

/// The index over the features of prints of these sizes, in their order.
struct IndexedPrint {
  const Features& features;
  double width_mm, height_mm;
};
OwnWordIndex index_words(const std::vector<IndexedPrint>&);

/// Indices of at most `most` prints whose features agree best with the page's, best first. Features that share words
/// vote for a print together with the turn and the shift that would bring one onto the other, so that only those that
/// agree on how the sheet lies add up (Hough voting; weak geometric consistency: Jégou, Douze & Schmid 2008). Words
/// that many features have count little (inverse document frequency: Sivic & Zisserman 2003). `px_per_mm` is that of
/// the picture `page` was taken from, of `size_px`; it may be wrong by a fifth.
std::vector<int> short_list(const Features& page, cv::Size size_px, double px_per_mm, const WordIndex&,
                            std::size_t prints, int most);

}  // namespace carescan::imaging

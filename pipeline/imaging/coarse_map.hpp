#pragma once

#include <optional>
#include <vector>

#include "pipeline/imaging/features.hpp"
#include "pipeline/imaging/print.hpp"
#include "pipeline/model/geometry.hpp"

namespace carescan::imaging {

/// Features of a page and a print that look alike and agree in turn, scale and roughly in place.
struct FeatureMatches {
  std::vector<cv::DMatch> matches;             ///< query: page, train: print
  std::vector<cv::Point2d> print_mm, page_px;  ///< of each match; px of the picture, corner frame
};

/// Matches the page's features with the print's: nearest by Hamming distance and clearly nearer than the next, then
/// voting for turn, scale (Hough: Lowe 2004) and shift.
FeatureMatches match_features(const Features& page, const PagePrint&);

/// Kinds of first map, in the order in which they are worth trying.
enum class MapShape { affine, projective, similarity };

/// A first map from features: good to a millimetre or two.
struct CoarseMap {
  Homography to_picture;             ///< template mm → px of the picture the page's features come from (corner frame)
  int inliers = 0;                   ///< feature matches that agree with it
  std::vector<cv::DMatch> agreeing;  ///< query: page, train: print (for the trace)
};

/// The map that most matches agree with. Nothing when fewer than eight do or it is no view of a sheet of paper.
std::optional<CoarseMap> coarse_map(const FeatureMatches&, MapShape, const PagePrint&);

}  // namespace carescan::imaging

#pragma once

#include <optional>
#include <vector>

#include "pipeline/imaging/features.hpp"
#include "pipeline/imaging/print.hpp"
#include "pipeline/model/geometry.hpp"

namespace carescan::imaging {

/// A first map from features: good to a millimetre or two.
struct CoarseMap {
  std::vector<Homography> others;    ///< other kinds of map that features allow, to try where this one leads nowhere
  Homography to_picture;             ///< template mm → px of the picture the page's features come from (corner frame)
  int inliers = 0;                   ///< feature matches that agree with it
  std::vector<cv::DMatch> agreeing;  ///< query: page, train: print (for the trace)
};

/// Matches the page's features with the print's, keeps those that agree in turn and scale, and lets RANSAC find an
/// affine map, or a projective one where clearly more matches agree with it. Nothing when too few agree or the map is
/// no view of a sheet of paper.
std::optional<CoarseMap> coarse_map(const Features& page, const PagePrint&);

}  // namespace carescan::imaging

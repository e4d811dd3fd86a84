#pragma once

#include <opencv2/core.hpp>

#include "pipeline/rehearsal/chance.hpp"
#include "pipeline/rehearsal/warp.hpp"

namespace carescan::rehearsal {

/// Each takes a page (8-bit RGB of `px_per_mm`) and leaves on it what happens to paper. `lid` is the grey that shows
/// where paper is missing.

/// Holes of 6 mm, 12 mm from the left edge (of a back: the right one): two 80 mm apart, or four (ISO 838).
void punch_holes(cv::Mat& page, double px_per_mm, int count, bool right, double lid);

/// A wire staple in the top left corner, and its shadow.
void staple(cv::Mat& page, double px_per_mm, Chance&);

/// A corner folded behind the page or over its front: the lid shows beyond, the paper's back inside.
void fold_corner(cv::Mat& page, double px_per_mm, double lid, Chance&);

/// A piece of an edge torn away, with the white of the torn fibres along it.
void tear_edge(cv::Mat& page, double px_per_mm, double lid, Chance&);

/// The line and the shadow of a fold.
void shade_crease(cv::Mat& page, double px_per_mm, const Crease&, Chance&);

/// On a small map of the page that is to be multiplied onto it: a spill with a darker rim.
void stain(cv::Mat& map, double px_per_mm, Chance&);

/// Likewise: what a cup leaves.
void coffee_ring(cv::Mat& map, double px_per_mm, Chance&);

}  // namespace carescan::rehearsal

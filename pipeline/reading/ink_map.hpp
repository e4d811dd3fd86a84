#pragma once

#include <opencv2/core.hpp>
#include <vector>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/model/geometry.hpp"

namespace carescan::reading {

/// The ink of one crop, joined into strokes so that a tick which runs into the next box can be told from a mark there.
struct InkMap {
  BoxMm area;  ///< what the map shows, template mm
  double px_per_mm = 0;
  cv::Mat weight;  ///< float 0..1 a pixel: how surely it is ink; light pencil is about a half
  cv::Mat
      print;  ///< 8 bit a pixel, 255 where the form is printed, moved to where the scan shows it: ink there is unseen
  cv::Mat labels;  ///< int a pixel: number of its stroke from 1, 0 where there is none
  int strokes = 0;
  std::vector<bool> dot;     ///< a stroke number: whether it is a dot, see OwnInk
  std::vector<cv::Rect> bounds = {};  ///< a stroke number: the pixels round its ink; empty without any
  double print_support = 1;  ///< share of the printing in the crop that the scan shows at its place; 1 without
                             ///< printing, 0 for a field partly beyond the scan
};

/// How much ink of a box is its own. Masses are mm² of full ink, bounds are template mm.
struct OwnInk {
  double sure_mm2 = 0;      ///< of strokes that lie mainly here
  double unsure_mm2 = 0;    ///< of strokes that lie here about as much as in a rival box
  double foreign_mm2 = 0;   ///< of strokes that lie mainly in a rival box, or just reach in
  double dots_mm2 = 0;      ///< of the sure ink, what is in dots under 0.6 mm: dust, toner, the point of an i
  double outside_mm2 = 0;   ///< what the own strokes have outside the box
  double weight = 0;        ///< mean weight of the own ink, 0..1: pencil is lighter than pen
  double thickness_mm = 0;  ///< deviation of the own ink across its longest direction: a ruled line has next to none
  BoxMm bounds;             ///< of the sure ink inside the box
  BoxMm unsure_bounds;      ///< of sure and unsure ink together
  bool through = false;     ///< a stroke with ink here reaches opposite edges of the map: a line across, no mark
  std::vector<int> labels;  ///< the strokes that are its own, surely or not
};

/// Joins ink to strokes; printing that ink touches on both sides joins, because ink under printing is not seen.
/// Specks below 0.04 mm² and noise of the paper (three deviations of the crop's own background) are no ink.
InkMap ink_map(const imaging::FieldCrop&);

/// Ink lighter than this (InkMap::weight) is not followed, measured or shown.
inline constexpr float sure_weight = 0.15f;

/// How dark the pixels of a mask (8 bit) are in an ink picture (dark on white), float 0 … 1, where 1 is the full ink of
/// that mask: pencil is made as dark as pen. 0 outside the mask.
cv::Mat evened(const cv::Mat& ink, const cv::Mat& mask);

/// A disc to dilate or erode with, at least one pixel in radius.
cv::Mat disc(double radius_mm, double px_per_mm);

/// The median of a grey picture where the mask is not 0; 255 (paper) where it is 0 everywhere.
int median_under(const cv::Mat& grey, const cv::Mat& mask);

/// The pixels of a box (template mm), as far as the map shows it.
cv::Rect pixels(const InkMap&, const BoxMm&);

/// Marks and signatures are judged at 254 dpi: what counts is how much ink there is, not its edges.
inline constexpr double mark_px_per_mm = 10;

/// Those of a page's areas that a stroke within `within_mm` of `own` may belong to instead; areas round `own` are none.
std::vector<BoxMm> rivals_near(const std::vector<BoxMm>& areas, const BoxMm& own, double within_mm);

/// The ink of each stroke (by its number, 0: none's) inside `rect`, sum of weights: px² of full ink.
std::vector<double> ink_by_stroke(const InkMap&, const cv::Rect& rect);

/// Shares the ink inside `box` between it and its `rivals` (boxes of other fields or options nearby): a stroke belongs
/// to the box in which most of it lies.
OwnInk own_ink(const InkMap&, const BoxMm& box, const std::vector<BoxMm>& rivals);

/// The crop's ink inside `box`, strokes that are not in `labels` wiped: dark on white, what a text engine is given.
Raster only_strokes(const imaging::FieldCrop&, const InkMap&, const BoxMm& box, const std::vector<int>& labels);

}  // namespace carescan::reading

#pragma once

#include <opencv2/core.hpp>

#include "pipeline/model/geometry.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::imaging {

/// The raster's pixels as an OpenCV matrix, not copied; the raster must outlive it and the matrix must not be written.
cv::Mat view(const Raster&);

/// A copy of an 8-bit matrix of 1 or 3 channels.
Raster to_raster(const cv::Mat&);

/// The map as a matrix, and back (scaled so that the last element is 1).
cv::Matx33d matrix(const Homography&);
Homography homography(const cv::Matx33d&);

/// Our pixel frame counts from the corner of the first pixel, OpenCV's from its centre: this is the half pixel between
/// them, applied to the target of a map (left factor) or, inverted, to its origin (right factor).
cv::Matx33d corner_to_centre();

/// Millimetres of the print from pixels of the source: the inverse map.
PointMm to_mm(const Homography& to_source, PointPx p);

/// Pixels of the source per mm of the print around `at`: the square root of the map's area factor.
double local_scale(const Homography& to_source, PointMm at);

}  // namespace carescan::imaging

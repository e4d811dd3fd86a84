#include "pipeline/imaging/mat.hpp"

#include <cmath>
#include <cstring>

namespace carescan::imaging {

cv::Mat view(const Raster& r) {
  const int type = r.channels == 3 ? CV_8UC3 : CV_8UC1;
  return cv::Mat(r.height, r.width, type, const_cast<std::uint8_t*>(r.pixels.data()));
}

Raster to_raster(const cv::Mat& m) {
  CV_Assert(m.depth() == CV_8U && (m.channels() == 1 || m.channels() == 3));
  Raster r{m.cols, m.rows, m.channels(), {}};
  const std::size_t row = static_cast<std::size_t>(m.cols) * static_cast<std::size_t>(m.channels());
  r.pixels.resize(row * static_cast<std::size_t>(m.rows));
  for (int y = 0; y < m.rows; ++y) std::memcpy(r.pixels.data() + row * static_cast<std::size_t>(y), m.ptr(y), row);
  return r;
}

cv::Matx33d matrix(const Homography& h) {
  return cv::Matx33d(h.h.data());
}

Homography homography(const cv::Matx33d& m) {
  Homography h;
  for (std::size_t i = 0; i < 9; ++i) h.h[i] = m.val[i] / m.val[8];
  return h;
}

cv::Matx33d corner_to_centre() {
  return {1, 0, -0.5, 0, 1, -0.5, 0, 0, 1};
}

PointMm to_mm(const Homography& to_source, PointPx p) {
  const PointPx q = homography(matrix(to_source).inv())({p.x, p.y});
  return {q.x, q.y};
}

double local_scale(const Homography& h, PointMm at) {
  const PointPx o = h(at), x = h({at.x + 1, at.y}), y = h({at.x, at.y + 1});
  return std::sqrt(std::abs((x.x - o.x) * (y.y - o.y) - (x.y - o.y) * (y.x - o.x)));
}

}  // namespace carescan::imaging

#include "pipeline/imaging/trace_pictures.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/print_impl.hpp"
#include "pipeline/imaging/sampling.hpp"

namespace carescan::imaging {
namespace {

constexpr double residual_magnified = 50;
const cv::Scalar green(20, 140, 40), orange(235, 130, 0), red(220, 20, 20), grey(150, 150, 150), words(40, 40, 40);

/// Printing light enough to draw on.
cv::Mat pale(const cv::Mat& page) {
  cv::Mat rgb;
  cv::cvtColor(page * 0.35 + 166, rgb, cv::COLOR_GRAY2RGB);
  return rgb;
}

cv::Point pixel(PointMm p) {
  return {cvRound(p.x * feature_px_per_mm), cvRound(p.y * feature_px_per_mm)};
}

/// The picture under lines of words; letters shrink where it is too narrow for them.
Raster captioned(const cv::Mat& picture, const std::vector<std::string>& lines) {
  constexpr int line_px = 30, rim_px = 12;
  cv::Mat all(picture.rows + line_px * static_cast<int>(lines.size()) + rim_px, picture.cols, CV_8UC3,
              cv::Scalar::all(255));
  picture.copyTo(all.rowRange(all.rows - picture.rows, all.rows));
  int baseline = 0;
  for (const std::string& line : lines) {
    const int width = cv::getTextSize(line, cv::FONT_HERSHEY_SIMPLEX, 1, 1, nullptr).width;
    const double size = std::min(0.7, (picture.cols - 2.0 * rim_px) / std::max(1, width));
    cv::putText(all, line, {rim_px, baseline += line_px - 3}, cv::FONT_HERSHEY_SIMPLEX, size, words, 1, cv::LINE_AA);
  }
  return to_raster(all);
}

/// Colours far apart for lines that follow each other, so that each can be followed with the eye.
cv::Scalar distinct(int i) {
  static const std::array<cv::Scalar, 6> colours{cv::Scalar(200, 30, 30), {20, 90, 200},  {20, 140, 40},
                                                 {200, 110, 0},           {130, 40, 170}, {0, 140, 150}};
  return colours[static_cast<std::size_t>(i) % colours.size()];
}

cv::Mat matches(const cv::Mat& page, const Features& features, const PagePrint& print, const Candidate& c) {
  const cv::Mat& blank = print.impl().coarse;
  cv::Mat both(std::max(page.rows, blank.rows), page.cols + blank.cols, CV_8UC3, cv::Scalar::all(255));
  pale(page).copyTo(both(cv::Rect({0, 0}, page.size())));
  pale(blank).copyTo(both(cv::Rect({page.cols, 0}, blank.size())));
  const cv::Point2f right(static_cast<float>(page.cols), 0);
  const auto draw = [&](const cv::DMatch& m, const cv::Scalar& colour) {
    const cv::Point2f from = features.points[static_cast<std::size_t>(m.queryIdx)].pt,
                      to = print.impl().features.points[static_cast<std::size_t>(m.trainIdx)].pt + right;
    cv::line(both, from, to, colour, 1, cv::LINE_AA);
    for (const cv::Point2f& end : {from, to}) cv::circle(both, end, 3, colour, cv::FILLED, cv::LINE_AA);
  };
  for (const cv::DMatch& m : c.matches.matches) draw(m, grey);
  int count = 0;
  for (const cv::DMatch& m : c.coarse.agreeing) draw(m, distinct(count++));
  return both;
}

cv::Mat residuals(const PagePrint& print, const Registration& r, const std::vector<PatchMatch>& patches) {
  cv::Mat picture = pale(print.impl().coarse);
  for (const PatchMatch& m : patches) {
    const cv::Point at = pixel(m.seen.print);
    if (!m.found) {
      cv::drawMarker(picture, at, grey, cv::MARKER_TILTED_CROSS, 11, 2);
      continue;
    }
    const PointMm d = r.local.at(m.seen.print), seen = to_mm(r.to_source, m.seen.page);
    const PointMm off{seen.x - m.seen.print.x - d.x, seen.y - m.seen.print.y - d.y};
    const double mm = std::hypot(off.x, off.y);
    const cv::Scalar colour = mm <= 0.1 ? green : mm <= 0.3 ? orange : red;
    const PointMm end{m.seen.print.x + off.x * residual_magnified, m.seen.print.y + off.y * residual_magnified};
    cv::line(picture, at, pixel(end), colour, 2, cv::LINE_AA);
    cv::circle(picture, at, 2, colour, cv::FILLED, cv::LINE_AA);
  }
  return picture;
}

cv::Mat overlay(const Straightened& page, const PagePrint& print, const Registration& r) {
  const BoxMm all{0, 0, print.width_mm(), print.height_mm()};
  const cv::Mat scan = sample(view(page.grey), r, print, all, print_px_per_mm);
  const cv::Mat blank = sample_blank(print, all, print_px_per_mm);
  const std::array<cv::Mat, 3> channels{blank, scan, scan};
  cv::Mat picture;
  cv::merge(channels.data(), channels.size(), picture);
  return picture;
}

/// What became of a candidate and its figures, in words.
std::vector<std::string> words_on(const std::string& verdict, const Registration& r) {
  const auto mm = [](double value) { return value < 1e6 ? cv::format("%.2f mm", value) : std::string("?"); };
  return {cv::format("%s - print %d, turned %d deg, skew %.2f deg", verdict.c_str(), r.print, r.turn_deg, r.skew_deg),
          cv::format("%.0f %% of printing found: %d patches over %.0f %% of the page", 100 * r.support, r.inliers,
                     100 * r.spread),
          "printing off by " + mm(r.printing_mm) + ", fields by up to " + mm(r.residual_mm)};
}

}  // namespace

void trace_skew(Trace& trace, const Straightened& page) {
  cv::Mat picture = pale(view(page.small));
  const double a = page.skew_deg * CV_PI / 180, reach = picture.cols + picture.rows;
  const bool believed = page.skew_confidence >= believable_skew;
  const cv::Point2d along(std::cos(a), std::sin(a)), down(-along.y, along.x);
  for (int i = 1; i < 6; ++i) {
    const cv::Point2d at(picture.cols * i / 6.0, picture.rows * i / 6.0);
    for (const cv::Point2d& to : {along, down})
      cv::line(picture, at - to * reach, at + to * reach, believed ? green : orange, 1, cv::LINE_AA);
  }
  const char* verdict = believed ? "believed" : "not believed";
  trace.picture("skew", captioned(picture, {cv::format("skew %.2f deg, confidence %.2f: %s", page.skew_deg,
                                                       page.skew_confidence, verdict)}));
}

void trace_candidate(Trace& trace, const std::string& name, const Straightened& page, const Features& features,
                     const PagePrint& print, const Candidate& c, const std::string& verdict) {
  const Registration& r = c.registration;
  const std::vector<std::string> said = words_on(verdict, r);
  trace.picture(name + "-matches",
                captioned(matches(view(page.small), features, print, c),
                          {said.front(), cv::format("%zu feature matches, %d agree with the first map",
                                                    c.matches.matches.size(), c.coarse.inliers)}));
  trace.picture(name + "-residuals", captioned(residuals(print, r, c.patches), said));
  trace.picture(name + "-overlay", captioned(overlay(page, print, r), said));
}

}  // namespace carescan::imaging

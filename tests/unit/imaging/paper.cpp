#include "tests/unit/imaging/paper.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"

namespace paper {
namespace {

using carescan::BoxMm;
using carescan::Field;
using carescan::FieldKind;
using carescan::PointMm;
using carescan::PointPx;

constexpr double px_per_mm = 300 / 25.4;
constexpr double degree = CV_PI / 180;

int px(double mm) {
  return cvRound(mm * px_per_mm);
}

/// Words of two to four syllables, from a generator of its own: printing that looks like text and differs by seed.
std::string words(cv::RNG& random, int letters) {
  static const char* const syllables[] = {"ca", "re", "plan", "per", "son",  "al", "me", "di",  "ci",  "ne", "risk",
                                          "ti", "on", "date", "of",  "view", "ho", "us", "ing", "nur", "se", "so"};
  std::string text;
  while (static_cast<int>(text.size()) < letters) {
    const int count = random.uniform(2, 5);
    for (int i = 0; i < count; ++i) text += syllables[random.uniform(0, 22)];
    text += ' ';
  }
  text[0] = static_cast<char>(std::toupper(text[0]));
  return text;
}

void write(cv::Mat& sheet, const std::string& text, double x_mm, double baseline_mm, double height_mm, int weight) {
  cv::putText(sheet, text, {px(x_mm), px(baseline_mm)}, cv::FONT_HERSHEY_DUPLEX, height_mm * px_per_mm / 22, 0, weight,
              cv::LINE_AA);
}

void frame(cv::Mat& sheet, const BoxMm& b) {
  cv::rectangle(sheet, {px(b.x), px(b.y)}, {px(b.right()), px(b.bottom())}, 0, 3);
}

void add_comb(Form& form, double x, double y, int cells) {
  Field f;
  f.kind = FieldKind::comb;
  f.name = "comb" + std::to_string(form.fields.size());
  f.box = {x, y, 5.5 * cells, 7};
  for (int i = 0; i < cells; ++i) {
    f.cells.push_back({x + 5.5 * i, y, 5.5, 7});
    frame(form.blank, f.cells.back());
  }
  form.fields.push_back(f);
}

void add_box(Form& form, FieldKind kind, const BoxMm& box) {
  Field f;
  f.kind = kind;
  f.name = "box" + std::to_string(form.fields.size());
  f.box = box;
  frame(form.blank, box);
  form.fields.push_back(f);
}

void add_row(Form& form, cv::RNG& random, double y) {
  switch (random.uniform(0, 4)) {
    case 0:
      write(form.blank, words(random, 12), 18, y + 5, 2.4, 2);
      add_comb(form, 70, y, random.uniform(6, 20));
      break;
    case 1:
      write(form.blank, words(random, 14), 18, y + 5, 2.4, 2);
      add_box(form, FieldKind::text, {75, y, static_cast<double>(random.uniform(60, 115)), 8});
      break;
    case 2:
      for (int i = 0; i < 4; ++i) {
        add_box(form, FieldKind::checkbox, {18 + 44.0 * i, y + 1, 4, 4});
        write(form.blank, words(random, 7), 24 + 44.0 * i, y + 4.5, 2.2, 2);
      }
      break;
    default:
      write(form.blank, words(random, 60), 18, y + 2.5, 2.0, 1);
      write(form.blank, words(random, 55), 18, y + 6.5, 2.0, 1);
  }
}

/// Slow wave of a feeder along the page, and a corner bent in: added to the place before the scanner's map.
PointMm bent(const Scanner& s, PointMm p) {
  const double wave = s.stretch_mm * std::sin(p.y / 297 * 2.2 * CV_PI + 0.5);
  const double u = std::max(0.0, p.x / 210 - 0.6) / 0.4, v = std::max(0.0, 0.4 - p.y / 297) / 0.4;
  return {p.x - s.curl_mm * u * u * v, p.y + wave + s.curl_mm * u * v * v};
}

cv::Size size_px(const Scanner& s) {
  const double scale = s.dpi / 25.4;
  const cv::Size upright(cvRound((210 + 2 * s.margin_mm) * scale), cvRound((297 + 2 * s.margin_mm) * scale));
  return s.quarter_turns % 2 == 0 ? upright : cv::Size(upright.height, upright.width);
}

/// Template mm after bending → px of the scan.
cv::Matx33d map_of(const Scanner& s) {
  const double scale = s.dpi / 25.4, c = std::cos(s.skew_deg * degree), n = std::sin(s.skew_deg * degree);
  const cv::Matx33d centred{s.scale_x, 0, -105 * s.scale_x, 0, s.scale_y, -148.5 * s.scale_y, 0, 0, 1};
  const cv::Matx33d tilted{1, 0, 0, 0, 1, 0, s.keystone / 210, s.keystone / 400, 1};
  cv::Matx33d turned{c, -n, s.shift_x_mm, n, c, s.shift_y_mm, 0, 0, 1};
  for (int i = 0; i < s.quarter_turns; ++i) turned = cv::Matx33d{0, -1, 0, 1, 0, 0, 0, 0, 1} * turned;
  const cv::Size size = size_px(s);
  const cv::Matx33d placed{scale, 0, size.width / 2.0, 0, scale, size.height / 2.0, 0, 0, 1};
  return placed * turned * tilted * centred;
}

/// The inverse of `bent`, by fixed point: bending is gentle.
PointMm unbent(const Scanner& s, PointMm q) {
  PointMm p = q;
  for (int i = 0; i < 6; ++i) {
    const PointMm b = bent(s, p);
    p = {p.x + q.x - b.x, p.y + q.y - b.y};
  }
  return p;
}

void write_ink(cv::Mat& sheet, const Form& form, const Scanner& s) {
  cv::RNG random(s.seed * 977 + 5);
  for (int k = 0; k < s.ink_strokes; ++k) {
    const BoxMm& b = form.fields[static_cast<std::size_t>(random.uniform(0, static_cast<int>(form.fields.size())))].box;
    std::vector<cv::Point> stroke;
    double x = b.x + random.uniform(0.0, b.width), y = b.y + random.uniform(0.0, b.height);
    for (int i = 0; i < 14; ++i) {
      stroke.emplace_back(px(x), px(y));
      x += random.uniform(-1.2, 1.8), y += random.uniform(-2.0, 2.0);
    }
    cv::polylines(sheet, stroke, false, 50, 5, cv::LINE_AA);
  }
}

cv::Mat printed(const Form& form, const Scanner& s) {
  cv::Mat sheet = form.blank.clone();
  if (s.bolder_px > 0)
    cv::erode(sheet, sheet, cv::getStructuringElement(cv::MORPH_ELLIPSE, {2 * s.bolder_px + 1, 2 * s.bolder_px + 1}));
  sheet = 255 - (255 - sheet) * s.darkness;
  write_ink(sheet, form, s);
  return sheet;
}

void add_light(cv::Mat& picture, const Scanner& s) {
  cv::Mat noise(picture.size(), CV_16S), shaded;
  cv::RNG random(s.seed * 31 + 7);
  random.fill(noise, cv::RNG::NORMAL, 0, s.noise);
  for (int y = 0; y < picture.rows; ++y)
    for (int x = 0; x < picture.cols; ++x) {
      const double place = static_cast<double>(x) / picture.cols + 0.5 * static_cast<double>(y) / picture.rows;
      const double light = 1 - s.shadow / (1 + std::exp(-14 * (place - 0.8)));
      picture.at<uchar>(y, x) = cv::saturate_cast<uchar>(picture.at<uchar>(y, x) * light + noise.at<short>(y, x));
    }
}

}  // namespace

carescan::imaging::PagePrint Form::print() const {
  return carescan::imaging::prepare_print(carescan::imaging::to_raster(blank), page, fields);
}

Form draw_form(std::uint64_t seed) {
  Form form{cv::Mat(px(297), px(210), CV_8U, cv::Scalar(255)), {1, 210, 297}, {}};
  cv::RNG random(seed * 7919 + 13);
  write(form.blank, words(random, 16), 18, 22, 5, 3);
  cv::line(form.blank, {px(15), px(26)}, {px(195), px(26)}, 0, 4);
  for (double y = 34; y < 270; y += 13) {
    if (random.uniform(0, 5) == 0) {
      cv::rectangle(form.blank, {px(15), px(y)}, {px(195), px(y + 7)}, 215, cv::FILLED);
      write(form.blank, words(random, 14), 18, y + 5, 3.2, 2);
    } else {
      add_row(form, random, y);
    }
  }
  write(form.blank, words(random, 30), 18, 285, 2, 1);
  return form;
}

PointPx Scan::truth(PointMm p) const {
  const PointMm q = bent(scanner, p);
  return carescan::imaging::homography(map_of(scanner))({q.x, q.y});
}

Scan scan(const Form& form, const Scanner& s) {
  const cv::Mat sheet = printed(form, s);
  const carescan::Homography back = carescan::imaging::homography(map_of(s).inv());
  cv::Mat map_x(size_px(s), CV_32F), map_y(size_px(s), CV_32F), picture;
  for (int y = 0; y < map_x.rows; ++y)
    for (int x = 0; x < map_x.cols; ++x) {
      const PointPx q = back({x + 0.5, y + 0.5});
      const PointMm p = unbent(s, {q.x, q.y});
      map_x.at<float>(y, x) = static_cast<float>(p.x * px_per_mm - 0.5);
      map_y.at<float>(y, x) = static_cast<float>(p.y * px_per_mm - 0.5);
    }
  cv::remap(sheet, picture, map_x, map_y, cv::INTER_LINEAR, cv::BORDER_CONSTANT, s.margin_mm > 0 ? 120 : 250);
  if (s.blur_px > 0) cv::GaussianBlur(picture, picture, {0, 0}, s.blur_px);
  add_light(picture, s);
  Scan result;
  result.image.raster = carescan::imaging::to_raster(picture);
  result.image.dpi = s.margin_mm > 0 ? 0 : s.dpi;
  result.scanner = s;
  return result;
}

double error_mm(const Scan& s, const carescan::imaging::Registration& r, const carescan::imaging::PagePrint& print,
                PointMm p) {
  const PointPx truth = s.truth(p), seen = r.source_px(print, p);
  return std::hypot(truth.x - seen.x, truth.y - seen.y) / carescan::imaging::local_scale(r.to_source, p);
}

double corner_error_mm(const Scan& s, const carescan::imaging::Registration& r,
                       const carescan::imaging::PagePrint& print) {
  double worst = 0;
  for (const PointMm p : {PointMm{0, 0}, PointMm{210, 0}, PointMm{210, 297}, PointMm{0, 297}})
    worst = std::max(worst, error_mm(s, r, print, p));
  return worst;
}

double field_error_mm(const Scan& s, const carescan::imaging::Registration& r,
                      const carescan::imaging::PagePrint& print, const std::vector<Field>& fields) {
  double worst = 0;
  for (const Field& f : fields)
    for (const PointMm p : {PointMm{f.box.x, f.box.y}, PointMm{f.box.right(), f.box.bottom()},
                            PointMm{f.box.x, f.box.bottom()}, PointMm{f.box.right(), f.box.y}})
      worst = std::max(worst, error_mm(s, r, print, p));
  return worst;
}

carescan::PageImage empty_sheet(double dpi, std::uint64_t seed) {
  Form nothing{cv::Mat(px(297), px(210), CV_8U, cv::Scalar(248)), {1, 210, 297}, {}};
  Scanner scanner;
  scanner.dpi = dpi;
  scanner.seed = seed;
  return scan(nothing, scanner).image;
}

}  // namespace paper

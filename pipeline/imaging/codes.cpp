#define ZX_USE_UTF8  // ZXing 1.4: text() in UTF-8
#include "pipeline/imaging/codes.hpp"

#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <array>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/sampling.hpp"

namespace carescan::imaging {
namespace {

/// A page is searched at no more than this many px: 200 dpi where it is A4, and modules on paper are 0.3 mm and more.
constexpr int search_px = 2400;
/// Registration is good to some tenths of a mm, a code wants a quiet zone: this much around its place is looked at.
constexpr double rim_mm = 4;
/// ZXing's level 8: QR codes that we draw are read with a quarter of them gone (level H). DataMatrix has one level
/// only.
constexpr int most_correction = 8;

constexpr std::array formats{std::pair{CodeFormat::qr, ZXing::BarcodeFormat::QRCode},
                             std::pair{CodeFormat::data_matrix, ZXing::BarcodeFormat::DataMatrix},
                             std::pair{CodeFormat::code_128, ZXing::BarcodeFormat::Code128}};

constexpr auto all_formats =
    ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::DataMatrix | ZXing::BarcodeFormat::Code128;

CodeFormat format_of(ZXing::BarcodeFormat theirs) {
  return std::find_if(formats.begin(), formats.end(), [&](const auto& f) { return f.second == theirs; })->first;
}

PrintedCode code_from(const ZXing::Result& result) {
  PrintedCode code{result.text(), format_of(result.format()), {}};
  std::transform(result.position().begin(), result.position().end(), code.corners_px.begin(),
                 [](const ZXing::PointI& p) {
                   return PointPx{p.x + 0.5, p.y + 0.5};
                 });
  return code;
}

/// What is read at the first binarization at which anything is.
std::vector<PrintedCode> codes_in(const cv::Mat& grey, ZXing::BarcodeFormats wanted) {
  const ZXing::ImageView picture(grey.data, grey.cols, grey.rows, ZXing::ImageFormat::Lum, static_cast<int>(grey.step));
  std::vector<PrintedCode> codes;
  for (const auto binarizer : {ZXing::Binarizer::LocalAverage, ZXing::Binarizer::GlobalHistogram}) {
    for (const ZXing::Result& result :
         ZXing::ReadBarcodes(picture, ZXing::DecodeHints().setFormats(wanted).setBinarizer(binarizer)))
      if (result.isValid()) codes.push_back(code_from(result));
    if (!codes.empty()) break;
  }
  return codes;
}

/// Where something as large, square and full as a DataMatrix lies: what is dark, its small gaps closed.
std::vector<cv::Rect> square_places(const cv::Mat& grey) {
  constexpr int reduced = 2, least_side = 20, most_side = 180, gap = 7;  // of A4: 5 mm, 45 mm, 1.7 mm
  cv::Mat dark;
  cv::resize(grey, dark, {}, 1.0 / reduced, 1.0 / reduced, cv::INTER_AREA);
  cv::threshold(dark, dark, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
  cv::morphologyEx(dark, dark, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, {gap, gap}));
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(dark, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  std::vector<cv::Rect> places;
  for (const auto& outline : outlines) {
    const cv::RotatedRect box = cv::minAreaRect(outline);
    const auto [short_side, long_side] = std::minmax(box.size.width, box.size.height);
    const bool square = short_side >= least_side && long_side <= most_side && long_side < 1.5 * short_side;
    if (!square || cv::contourArea(outline) < 0.75 * box.size.area()) continue;
    const cv::Rect tight = cv::boundingRect(outline);
    const int rim = tight.width / 3;
    const cv::Rect wide(reduced * (tight.x - rim), reduced * (tight.y - rim), reduced * (tight.width + 2 * rim),
                        reduced * (tight.height + 2 * rim));
    places.push_back(wide & cv::Rect({0, 0}, grey.size()));
  }
  return places;
}

/// ZXing reads a DataMatrix only where it lies across the picture's middle: each place that may be one is shown alone.
std::vector<PrintedCode> data_matrices_in(const cv::Mat& grey) {
  std::vector<PrintedCode> all;
  for (const cv::Rect& place : square_places(grey))
    for (PrintedCode& code : codes_in(grey(place), ZXing::BarcodeFormat::DataMatrix)) {
      for (PointPx& corner : code.corners_px) corner = {corner.x + place.x, corner.y + place.y};
      all.push_back(std::move(code));
    }
  return all;
}

}  // namespace

std::vector<PrintedCode> find_codes(const Raster& grey) {
  if (grey.empty()) return {};
  const double scale = std::min(1.0, static_cast<double>(search_px) / std::max(grey.width, grey.height));
  cv::Mat small = view(grey);
  if (scale < 1) cv::resize(view(grey), small, {}, scale, scale, cv::INTER_AREA);
  std::vector<PrintedCode> codes = codes_in(small, ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::Code128);
  for (PrintedCode& code : data_matrices_in(small)) codes.push_back(std::move(code));
  for (PrintedCode& code : codes)
    for (PointPx& corner : code.corners_px) corner = {corner.x / scale, corner.y / scale};
  return codes;
}

std::vector<PrintedCode> codes_in_place(const Straightened& page, const Registration& where, const PagePrint& print) {
  if (!print.code_box()) return {};
  const BoxMm area = print.code_box()->grown(rim_mm);
  const double scale = local_scale(where.to_source, {area.x + area.width / 2, area.y + area.height / 2});
  // Pages of 150 dpi have 3 px a module: the reader wants more of them; noise and bold copies want a softer picture.
  for (const double px_per_mm : {std::clamp(scale, 8.0, 12.0), 16.0, 5.0}) {
    std::vector<PrintedCode> codes = codes_in(sample(view(page.grey), where, print, area, px_per_mm), all_formats);
    if (!codes.empty()) return codes;
  }
  return {};
}

Homography map_by_code(const PrintedCode& code, const BoxMm& printed) {
  const std::array<PointPx, 4>& c = code.corners_px;
  // The mean of both sides each way: a least-squares affine map of a rectangle.
  const PointPx right{(c[1].x - c[0].x + c[2].x - c[3].x) / 2, (c[1].y - c[0].y + c[2].y - c[3].y) / 2};
  const PointPx down{(c[3].x - c[0].x + c[2].x - c[1].x) / 2, (c[3].y - c[0].y + c[2].y - c[1].y) / 2};
  const PointPx middle{(c[0].x + c[1].x + c[2].x + c[3].x) / 4, (c[0].y + c[1].y + c[2].y + c[3].y) / 4};
  const double a = right.x / printed.width, b = down.x / printed.height, d = right.y / printed.width,
               e = down.y / printed.height;
  const double x = printed.x + printed.width / 2, y = printed.y + printed.height / 2;
  return {{a, b, middle.x - a * x - b * y, d, e, middle.y - d * x - e * y, 0, 0, 1}};
}

Raster draw_code(const std::string& text, CodeFormat format) {
  const auto theirs = std::find_if(formats.begin(), formats.end(), [&](const auto& f) { return f.first == format; });
  const ZXing::BitMatrix modules =
      ZXing::MultiFormatWriter(theirs->second).setMargin(0).setEccLevel(most_correction).encode(text, 0, 0);
  const int rows = format == CodeFormat::code_128 ? 1 : modules.height();
  Raster picture = make_raster(modules.width(), rows);
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < picture.width; ++x)
      if (modules.get(x, y)) picture.pixels[static_cast<std::size_t>(y * picture.width + x)] = 0;
  return picture;
}

}  // namespace carescan::imaging

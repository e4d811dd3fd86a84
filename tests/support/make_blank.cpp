// Makes the blank of an answer sheet out of photographs of filled ones: what an admin has who has no blank.
//   make_blank OMR_SHEETS DESIGN OUT.png [--without PHOTO]
// Photographs are laid on the design by the homographies of truth.json and evened; each pixel is the median of them,
// and each bubble is the median over all bubbles of that option, of which most are empty. `--without` leaves one
// photograph out, so that it can be read with a blank that knows nothing of it.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <vector>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/straighten.hpp"
#include "pipeline/intake/write_image.hpp"

namespace {

using namespace carescan;
using Json = nlohmann::json;

/// How much darker than in the photographs their printing becomes.
constexpr double print_gain = 2;

/// Of the bubbles of one option, the lighter ones are empty: ink is added and never taken away.
constexpr double empty_share = 0.6;

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The photograph with even background, in pixels of the design.
cv::Mat on_design(const std::string& file, const Json& photo, cv::Size design) {
  const Raster raster = intake::decode_image(bytes_of(file), file);
  const imaging::Straightened page = imaging::straighten({.raster = raster, .dpi = 0, .source = {}});
  cv::Matx33d to_photo;
  for (int i = 0; i < 9; ++i) to_photo(i / 3, i % 3) = photo.at("template_to_image").at(i / 3).at(i % 3).get<double>();
  cv::Mat out;
  cv::warpPerspective(imaging::view(page.grey), out, to_photo, design, cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
                      cv::BORDER_CONSTANT, 255);
  return out;
}

/// Pixel by pixel the grey that `share` of the pictures do not exceed; 0.5 is the median, of an even number the
/// lighter.
cv::Mat quantile(const std::vector<cv::Mat>& pictures, double share) {
  cv::Mat out(pictures.front().size(), CV_8U);
  std::vector<std::uint8_t> seen(pictures.size());
  for (int y = 0; y < out.rows; ++y)
    for (int x = 0; x < out.cols; ++x) {
      for (std::size_t i = 0; i < pictures.size(); ++i) seen[i] = pictures[i].at<std::uint8_t>(y, x);
      const auto rank = seen.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(seen.size()));
      std::nth_element(seen.begin(), rank, seen.end());
      out.at<std::uint8_t>(y, x) = *rank;
    }
  return out;
}

/// The desk that shows round the sheet is no printing: dark parts that touch the picture's edge become paper.
void clear_desk(cv::Mat& blank) {
  cv::Mat dark = blank < 200, labels;
  cv::morphologyEx(dark, dark, cv::MORPH_OPEN, cv::Mat::ones(9, 9, CV_8U));
  cv::copyMakeBorder(dark, dark, 1, 1, 1, 1, cv::BORDER_CONSTANT, 255);
  cv::connectedComponents(dark, labels);
  cv::Mat desk = labels == labels.at<int>(0, 0);
  cv::dilate(desk, desk, cv::Mat::ones(15, 15, CV_8U));
  blank.setTo(255, desk(cv::Rect({1, 1}, blank.size())));
}

/// The bubble with some paper round it; all of one design have one size.
cv::Rect round(const Json& box) {
  const double grow = 0.2 * box.at("w").get<double>();
  return {cv::Point(cvRound(box.at("x").get<double>() - grow), cvRound(box.at("y").get<double>() - grow)),
          cv::Size(cvRound(box.at("w").get<double>() + 2 * grow), cvRound(box.at("h").get<double>() + 2 * grow))};
}

/// What a bubble looks like: its option and the first option of its field, as equal columns print equal bubbles.
std::vector<std::string> looks_of(const Json& boxes) {
  std::map<std::string, std::string> first;
  for (const Json& box : boxes) first.emplace(box.at("field"), box.at("option"));
  std::vector<std::string> looks;
  for (const Json& box : boxes) looks.push_back(first.at(box.at("field")) + " " + box.at("option").get<std::string>());
  return looks;
}

/// Puts an empty bubble in the place of each.
void empty_bubbles(cv::Mat& blank, const std::vector<cv::Mat>& photos, const Json& boxes) {
  const std::vector<std::string> looks = looks_of(boxes);
  std::map<std::string, std::vector<cv::Mat>> seen;
  for (std::size_t i = 0; i < boxes.size(); ++i)
    for (const cv::Mat& photo : photos) seen[looks[i]].push_back(photo(round(boxes[i])));
  for (auto& [look, pictures] : seen) pictures = {quantile(pictures, empty_share)};
  for (std::size_t i = 0; i < boxes.size(); ++i) seen.at(looks[i]).front().copyTo(blank(round(boxes[i])));
}

int make(const std::string& data, const std::string& design, const std::string& out, const std::string& without) {
  const Json sheet = Json::parse(bytes_of(data + "/designs.json")).at(design);
  const Json truth = Json::parse(bytes_of(data + "/truth.json")).at("images");
  const cv::Size size(sheet.at("width").get<int>(), sheet.at("height").get<int>());
  std::vector<cv::Mat> photos;
  for (const auto& [name, photo] : truth.items())
    if (photo.at("design") == design && name != "photos/" + without)
      photos.push_back(on_design(data + "/" + name, photo, size));
  if (photos.empty()) return 1;
  cv::Mat blank = quantile(photos, 0.5);
  clear_desk(blank);
  empty_bubbles(blank, photos, sheet.at("boxes"));
  // Photographs show fine print pale: it is brought back to the black in which it was printed.
  blank.convertTo(blank, CV_8U, print_gain, 255 * (1 - print_gain));
  std::ofstream(out, std::ios::binary) << intake::encode_png(imaging::to_raster(blank), 200);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() == 3) return make(words[0], words[1], words[2], "");
  if (words.size() == 5 && words[3] == "--without") return make(words[0], words[1], words[2], words[4]);
  std::cerr << "make_blank OMR_SHEETS DESIGN OUT.png [--without PHOTO]\n";
  return 2;
}

// A picture of fields that were read wrongly, each as it stands on the scan with what it says and what was read.
//   contact_sheet SCANS FIELDS.jsonl OUT.png [MOST]
// FIELDS.jsonl: what reading_fields printed. Silently wrong ones first, then drafts that were asked about and wrong,
// the surest first; MOST (60) in all. Where a field lies is told by the truth of synth, not by the reader.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"
#include "tests/bench/true_pages.hpp"

namespace {

using namespace carescan;
namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr int tile_width = 620, picture_height = 150, tile_height = picture_height + 58, columns = 3;
constexpr double margin_mm = 3;

bool is_wrong(const Json& line) {
  return line.at("found").get<bool>() && !line.at("right").get<bool>();
}

/// Wrong fields in the order in which somebody should look at them.
std::vector<Json> wrong_fields(const fs::path& file, std::size_t most) {
  std::vector<Json> wrong;
  std::ifstream stream(file);
  for (std::string text; std::getline(stream, text);)
    if (Json line = Json::parse(text); is_wrong(line)) wrong.push_back(std::move(line));
  const auto rank = [](const Json& line) {
    return std::pair(!line.at("accepted").get<bool>(), -line.at("confidence").get<double>());
  };
  std::ranges::stable_sort(wrong, {}, rank);
  wrong.resize(std::min(most, wrong.size()));
  return wrong;
}

/// The field's box and a margin, upright, as large as the tile allows.
cv::Mat cutting(const cv::Mat& page, const bench::Corners& corners, const BoxMm& box) {
  const BoxMm shown = box.grown(margin_mm);
  const double scale = std::min(tile_width / shown.width, picture_height / shown.height);
  const auto point = [&](double x, double y) {
    return cv::Point2f(static_cast<float>((x - shown.x) * scale), static_cast<float>((y - shown.y) * scale));
  };
  const std::vector<cv::Point2f> to{point(box.x, box.y), point(box.right(), box.y), point(box.right(), box.bottom()),
                                    point(box.x, box.bottom())};
  std::vector<cv::Point2f> from;
  for (const PointPx& corner : corners) from.emplace_back(static_cast<float>(corner.x), static_cast<float>(corner.y));
  cv::Mat out;
  cv::warpPerspective(page, out, cv::getPerspectiveTransform(from, to),
                      {static_cast<int>(shown.width * scale), static_cast<int>(shown.height * scale)}, cv::INTER_AREA,
                      cv::BORDER_CONSTANT, cv::Scalar(255));
  return out;
}

cv::Mat grey_page(const intake::Source& source, int number) {
  intake::IntakeOptions intake;
  intake.pdf_renderer = fs::path(CARESCAN_BINARY_DIR) / "carescan-pdf";
  intake.grey = true;
  const PageImage image = intake::PageStream(source, intake::sha256_of(source), intake).read(number);
  return imaging::view(image.raster).clone();
}

std::string joined(const Json& reasons) {
  std::string out;
  for (const Json& reason : reasons) out += " " + reason.get<std::string>();
  return out;
}

void caption(cv::Mat& tile, int row, const std::string& text, const cv::Scalar& colour) {
  cv::putText(tile, text, {6, picture_height + 17 + 17 * row}, cv::FONT_HERSHEY_SIMPLEX, 0.45, colour, 1, cv::LINE_AA);
}

cv::Mat tile_of(const Json& line, const cv::Mat& picture) {
  cv::Mat tile(tile_height, tile_width, CV_8UC3, cv::Scalar::all(255));
  cv::Mat colour;
  cv::cvtColor(picture, colour, cv::COLOR_GRAY2RGB);
  colour.copyTo(tile(cv::Rect(0, 0, colour.cols, colour.rows)));
  const bool silent = line.at("accepted");
  caption(tile, 0, "paper " + line.at("state").get<std::string>() + " " + line.at("value").dump(), {0, 90, 0});
  caption(tile, 1,
          "read  " + line.at("read_state").get<std::string>() + " " + line.at("read_value").dump() + " " +
              fmt::format("{:.3f}", line.at("confidence").get<double>()),
          silent ? cv::Scalar(200, 0, 0) : cv::Scalar(0, 0, 160));
  caption(tile, 2,
          (silent ? "SILENT " : "asked") + joined(line.at("reasons")) + " | " + line.at("source").get<std::string>() +
              " " + line.at("field").get<std::string>() + " " + line.at("slip").get<std::string>(),
          {90, 90, 90});
  cv::rectangle(tile, {0, 0, tile_width, tile_height}, silent ? cv::Scalar(200, 0, 0) : cv::Scalar::all(200));
  return tile;
}

BoxMm box_of(const Json& json) {
  return {json.at(0).get<double>(), json.at(1).get<double>(), json.at(2).get<double>(), json.at(3).get<double>()};
}

cv::Mat sheet_of(const std::vector<Json>& wrong, const fs::path& scans) {
  const bench::TruePages truths = bench::read_true_pages(scans);
  const std::vector<intake::Source> sources = intake::find_sources({scans});
  const int rows = (static_cast<int>(wrong.size()) + columns - 1) / columns;
  cv::Mat sheet(std::max(1, rows) * tile_height, columns * tile_width, CV_8UC3, cv::Scalar::all(255));
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    const Json& line = wrong[i];
    const std::string name = line.at("source");
    const int number = line.at("source_page");
    const auto source = std::ranges::find(sources, name, &intake::Source::name);
    if (source == sources.end()) continue;
    const bench::Corners& corners = truths.at({name, number}).fields.at(line.at("field").get<std::string>());
    const cv::Mat tile = tile_of(line, cutting(grey_page(*source, number), corners, box_of(line.at("box_mm"))));
    const int column = static_cast<int>(i) % columns, row = static_cast<int>(i) / columns;
    tile.copyTo(sheet(cv::Rect(column * tile_width, row * tile_height, tile_width, tile_height)));
  }
  return sheet;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.size() < 3) {
    std::cerr << "usage: contact_sheet SCANS FIELDS.jsonl OUT.png [MOST]\n";
    return 2;
  }
  try {
    const std::vector<Json> wrong = wrong_fields(words[1], words.size() > 3 ? std::stoul(words[3]) : 60);
    const std::string png = intake::encode_png(imaging::to_raster(sheet_of(wrong, words[0])), 100);
    std::ofstream(words[2], std::ios::binary) << png;
    std::cerr << fmt::format("{} wrong fields in {}\n", wrong.size(), words[2]);
    return 0;
  } catch (const Failure& failure) {
    std::cerr << fmt::format("{}: {}: {} ({})\n", failure.code, failure.path, failure.why, failure.hint);
    return 4;
  }
}

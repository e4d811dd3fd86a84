#include "pipeline/imaging/prints.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "pipeline/imaging/likeness.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/print_impl.hpp"
#include "pipeline/imaging/register.hpp"
#include "pipeline/imaging/short_list.hpp"
#include "tests/unit/imaging/paper.hpp"

using namespace carescan;
using namespace carescan::imaging;
namespace fs = std::filesystem;

namespace {

struct Folder {
  fs::path path = fs::temp_directory_path() / ("prints-" + std::to_string(::getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  fs::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path / name, std::ios::binary) << bytes;
    return path / name;
  }
};

bool same(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

}  // namespace

TEST_CASE("a print comes back from its file as it was and prints from files identify the same") {
  const Folder folder;
  std::vector<PagePrint> made;
  std::vector<fs::path> files;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    made.push_back(paper::draw_form(seed).print());
    files.push_back(folder.write("print" + std::to_string(seed), bytes_of(made.back())));
  }
  const Prints prints(made), opened = open_prints(files, folder.write("index", index_bytes_of(prints)));
  REQUIRE(opened.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const PagePrint::Impl &a = prints[i].impl(), &b = opened[i].impl();
    CHECK(b.width_mm == a.width_mm);
    CHECK(b.height_mm == a.height_mm);
    CHECK(same(a.blank, b.blank));
    CHECK(same(a.coarse, b.coarse));
    CHECK(same(a.features.descriptors, b.features.descriptors));
    CHECK(b.features.points.size() == a.features.points.size());
    CHECK(b.writing == a.writing);
    CHECK(b.patches == a.patches);
  }
  const Straightened page = straighten(paper::scan(paper::draw_form(2), {}).image);
  const Identification by_made = identify(page, prints), by_opened = identify(page, opened);
  REQUIRE(by_opened.accepted.has_value());
  CHECK(by_opened.accepted->print == 1);
  CHECK(by_opened.accepted->to_source.h == by_made.accepted->to_source.h);
  CHECK(by_opened.accepted->residual_mm == by_made.accepted->residual_mm);
}

TEST_CASE("a file that is missing or cut off or of another format is no print") {
  const Folder folder;
  const std::string whole = bytes_of(paper::draw_form(4).print());
  CHECK_NOTHROW(open_print(folder.write("whole", whole)));
  CHECK_THROWS_AS(open_print(folder.path / "nothing"), std::runtime_error);
  CHECK_THROWS_AS(open_print(folder.write("empty", "")), std::runtime_error);
  CHECK_THROWS_AS(open_print(folder.write("other", std::string(4096, 'x'))), std::runtime_error);
  for (const std::size_t length : {20U, 100U, 5000U, 5000000U})
    CHECK_THROWS_AS(open_print(folder.write("cut", whole.substr(0, length))), std::runtime_error);
  CHECK_THROWS_AS(open_prints({}, folder.path / "whole"), std::runtime_error);
}

TEST_CASE("the short list names the right print first in all four directions and of another scale") {
  std::vector<PagePrint> made;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) made.push_back(paper::draw_form(seed).print());
  const Prints prints(made);
  for (int turns = 0; turns < 4; ++turns)
    for (const double scale : {0.9, 1.0, 1.1}) {
      paper::Scanner scanner;
      scanner.dpi = 100;
      scanner.quarter_turns = turns;
      scanner.skew_deg = 3;
      scanner.scale_x = scanner.scale_y = scale;
      const paper::Scan scan = paper::scan(paper::draw_form(7), scanner);
      const cv::Mat picture = view(scan.image.raster);
      const Features features = find_features(picture, {}, 1400);
      const std::vector<int> list = short_list(features, picture.size(), 100 / 25.4, prints.index(), 12, 3);
      REQUIRE(list.size() == 3);
      CHECK(list.front() == 6);
    }
}

TEST_CASE("find patch tells a place to a tenth of a pixel and likeness is that of the correlation") {
  const paper::Form form = paper::draw_form(3);
  cv::Mat soft, moved;
  cv::GaussianBlur(form.blank(cv::Rect(200, 200, 400, 200)), soft, {0, 0}, 2);
  const cv::Mat shift = (cv::Mat_<double>(2, 3) << 1, 0, 0.3, 0, 1, -0.4);
  cv::warpAffine(soft, moved, shift, soft.size(), cv::INTER_CUBIC, cv::BORDER_REPLICATE);
  const cv::Rect patch(160, 6, 64, 64);
  for (const cv::Point start : {cv::Point(150, 2), cv::Point(156, 0), cv::Point(148, 4)}) {
    const Peak peak = find_patch(moved(cv::Rect(start, cv::Size(88, 88))), soft(patch));
    CHECK(peak.inside);
    CHECK(peak.alike > 0.98);
    CHECK(std::abs(start.x + peak.x - 160.3) < 0.1);
    CHECK(std::abs(start.y + peak.y - 5.6) < 0.1);
  }
  cv::Mat alike;
  cv::matchTemplate(moved(patch), soft(patch), alike, cv::TM_CCOEFF_NORMED);
  CHECK(likeness(moved(patch), soft(patch)) == doctest::Approx(alike.at<float>(0)).epsilon(1e-4));
  CHECK(likeness(soft(patch), cv::Mat(64, 64, CV_8U, cv::Scalar(255))) == 0);
}

TEST_CASE("find patch says when the best place is at the rim of the search") {
  const cv::Mat blank = paper::draw_form(3).blank;
  const cv::Rect patch(300, 240, 32, 32);
  CHECK_FALSE(find_patch(blank(cv::Rect(300, 228, 56, 56)), blank(patch)).inside);
}

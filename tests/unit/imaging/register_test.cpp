#include "pipeline/imaging/register.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "pipeline/imaging/mat.hpp"
#include "tests/unit/imaging/paper.hpp"

using namespace carescan;
using carescan::imaging::Identification;
using carescan::imaging::identify;
using carescan::imaging::PagePrint;
using carescan::imaging::straighten;

namespace {

struct Catalogue {
  std::vector<paper::Form> forms;
  std::vector<PagePrint> prints;
};

/// Five forms, drawn once for all cases.
const Catalogue& catalogue() {
  static const Catalogue all = [] {
    Catalogue c;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      c.forms.push_back(paper::draw_form(seed));
      c.prints.push_back(c.forms.back().print());
    }
    return c;
  }();
  return all;
}

/// The scan is that form and registered to better than the limits; its error is within twice the residual.
void check_registered(std::size_t form, const paper::Scanner& scanner, double field_limit_mm, double corner_limit_mm) {
  const Catalogue& c = catalogue();
  const paper::Scan scan = paper::scan(c.forms[form], scanner);
  const Identification id = identify(straighten(scan.image), c.prints);
  CAPTURE(id.reason);
  REQUIRE(id.accepted.has_value());
  REQUIRE(id.accepted->print == static_cast<int>(form));
  CHECK(id.accepted->turn_deg == 90 * scanner.quarter_turns);
  const double fields = paper::field_error_mm(scan, *id.accepted, c.prints[form], c.forms[form].fields);
  const double corners = paper::corner_error_mm(scan, *id.accepted, c.prints[form]);
  CHECK(fields < field_limit_mm);
  CHECK(corners < corner_limit_mm);
  CHECK(fields < 2 * id.accepted->residual_mm);
}

paper::Scanner office(std::uint64_t seed) {
  cv::RNG random(seed * 101 + 3);
  paper::Scanner s;
  s.seed = seed;
  s.ink_strokes = 60;
  s.skew_deg = random.uniform(-3.0, 3.0);
  s.scale_x = random.uniform(0.985, 1.015);
  s.scale_y = random.uniform(0.985, 1.015);
  s.shift_x_mm = random.uniform(-3.0, 3.0);
  s.shift_y_mm = random.uniform(-3.0, 3.0);
  s.stretch_mm = random.uniform(0.0, 0.2);
  s.noise = 6;
  s.dpi = seed % 2 == 0 ? 200 : 300;
  return s;
}

struct Album : Trace {
  std::vector<std::string> names;
  void picture(std::string_view name, const Raster& raster) override {
    CHECK_FALSE(raster.empty());
    names.emplace_back(name);
  }
};

}  // namespace

TEST_CASE("identify registers office scans to a few hundredths of a mm at the fields") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) check_registered(seed - 1, office(seed), 0.12, 0.5);
}

TEST_CASE("identify finds the page in all four directions") {
  for (int turns = 1; turns < 4; ++turns) {
    paper::Scanner s = office(7);
    s.quarter_turns = turns;
    s.dpi = 150;
    check_registered(2, s, 0.15, 0.5);
  }
}

TEST_CASE("identify copes with a bold and faded and shrunk photocopy") {
  paper::Scanner s = office(8);
  s.scale_x *= 0.97;
  s.scale_y *= 0.97;
  s.bolder_px = 2;
  s.darkness = 0.7;
  s.noise = 12;
  s.blur_px = 1.5;
  check_registered(1, s, 0.2, 0.6);
}

TEST_CASE("identify registers a photo with perspective and shadow and a desk around it") {
  paper::Scanner s;
  s.margin_mm = 15;
  s.keystone = 0.1;
  s.skew_deg = 5;
  s.shadow = 0.5;
  s.dpi = 220;
  s.ink_strokes = 40;
  check_registered(3, s, 0.15, 0.6);
}

TEST_CASE("identify follows a curled corner as far as printing shows it") {
  const Catalogue& c = catalogue();
  paper::Scanner s;
  s.margin_mm = 15;
  s.curl_mm = 2;
  s.dpi = 220;
  const paper::Scan scan = paper::scan(c.forms[0], s);
  const Identification id = identify(straighten(scan.image), c.prints);
  REQUIRE(id.accepted.has_value());
  CHECK(id.accepted->local.rows > 0);
  CHECK(paper::field_error_mm(scan, *id.accepted, c.prints[0], c.forms[0].fields) < 0.6);
}

TEST_CASE("identify never accepts another form and other paper and noise and an empty sheet") {
  const Catalogue& c = catalogue();
  std::vector<PageImage> strangers;
  for (std::uint64_t seed = 21; seed <= 24; ++seed)
    strangers.push_back(paper::scan(paper::draw_form(seed), office(seed)).image);
  strangers.push_back(paper::empty_sheet(150, 1));
  PageImage noise{make_raster(1240, 1754), 150, {}};
  cv::Mat picture = imaging::view(noise.raster);
  cv::RNG(5).fill(picture, cv::RNG::UNIFORM, 0, 256);
  strangers.push_back(noise);
  strangers.push_back({make_raster(3, 3), 0, {}});
  for (const PageImage& page : strangers) {
    const Identification id = identify(straighten(page), c.prints);
    CHECK_FALSE(id.accepted.has_value());
    CHECK_FALSE(id.reason.empty());
    CHECK(id.candidates.size() <= 2);
  }
}

TEST_CASE("identify does not accept the negative or the mirror image of a form") {
  const Catalogue& c = catalogue();
  PageImage negative = paper::scan(c.forms[0], office(2)).image, mirror = negative;
  cv::Mat dark = imaging::view(negative.raster), flipped = imaging::view(mirror.raster);
  cv::bitwise_not(dark, dark);
  cv::flip(flipped.clone(), flipped, 1);
  CHECK_FALSE(identify(straighten(negative), c.prints).accepted.has_value());
  CHECK_FALSE(identify(straighten(mirror), c.prints).accepted.has_value());
}

TEST_CASE("identify says that two forms are alike when the catalogue holds one twice") {
  const Catalogue& c = catalogue();
  const Identification id = identify(straighten(paper::scan(c.forms[0], office(2)).image), {c.prints[0], c.prints[0]});
  CHECK_FALSE(id.accepted.has_value());
  CHECK(id.reason == "two-forms-alike");
  REQUIRE(id.candidates.size() == 2);
  for (const imaging::Registration& candidate : id.candidates) CHECK(candidate.residual_mm < 0.5);
  CHECK(id.candidates[0].to_source.h == id.candidates[1].to_source.h);
}

TEST_CASE("identify quarantines a good page when the residual asked for is better than can be") {
  const Catalogue& c = catalogue();
  imaging::RegisterOptions strict;
  strict.max_residual_mm = 0.001;
  const Identification id = identify(straighten(paper::scan(c.forms[0], office(2)).image), c.prints, strict);
  CHECK_FALSE(id.accepted.has_value());
  CHECK(id.reason == "residual-too-large");
  CHECK(id.candidates.front().print == 0);
}

TEST_CASE("identify without prints knows no form") {
  CHECK(identify(straighten(paper::empty_sheet(100, 1)), {}).reason == "no-form-matches");
}

TEST_CASE("identify gives the same numbers twice and pictures to a trace") {
  const Catalogue& c = catalogue();
  const auto page = straighten(paper::scan(c.forms[4], office(4)).image);
  Album album;
  imaging::RegisterOptions traced;
  traced.trace = &album;
  const Identification a = identify(page, c.prints), b = identify(page, c.prints, traced);
  REQUIRE(a.accepted.has_value());
  REQUIRE(b.accepted.has_value());
  CHECK(a.accepted->to_source.h == b.accepted->to_source.h);
  CHECK(a.accepted->local.mm == b.accepted->local.mm);
  CHECK(a.accepted->residual_mm == b.accepted->residual_mm);
  REQUIRE(album.names.size() >= 4);
  CHECK(std::vector<std::string>(album.names.begin(), album.names.begin() + 4) ==
        std::vector<std::string>{"skew", "best-matches", "best-residuals", "best-overlay"});
}

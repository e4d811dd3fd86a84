#include "pipeline/imaging/bend.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <opencv2/core.hpp>

#include "pipeline/imaging/expected_error.hpp"
#include "pipeline/imaging/page_fit.hpp"

using namespace carescan;
using namespace carescan::imaging;

namespace {

constexpr double scale = 7.9, never = std::numeric_limits<double>::infinity();
/// A scan turned by 2°: scan lines do not run along the print.
const Homography turned{{scale * 0.9994, -scale * 0.0349, 60, scale * 0.0349, scale * 0.9994, 20, 0, 0, 1}};

/// Places about 13 mm apart, none in a row with the next, where the sheet has moved by `moved(place)` mm.
template <typename Moved>
std::vector<Seen> places(Moved moved, const Homography& map = turned, double noise_mm = 0) {
  cv::RNG random(11);
  std::vector<Seen> seen;
  for (double y = 12; y < 290; y += 13)
    for (double x = 10; x < 202; x += 13) {
      const PointMm p{x + random.uniform(-4.0, 4.0), y + random.uniform(-4.0, 4.0)}, d = moved(p);
      const PointPx at = map({p.x + d.x, p.y + d.y});
      seen.push_back({p, {at.x + random.gaussian(noise_mm) * scale, at.y + random.gaussian(noise_mm) * scale}, 1});
    }
  return seen;
}

PointMm still(PointMm) {
  return {};
}

/// Down the scan, mm.
double row_mm(PointMm p, const Homography& map = turned) {
  return map(p).y / scale;
}

/// A feeder's wave along the scan lines.
PointMm wave(PointMm p) {
  return {0, 0.25 * std::sin(row_mm(p) / 16)};
}

/// A fax line lost 0.5 mm of paper in the middle of the page.
PointMm lost_lines(PointMm p) {
  return {0, row_mm(p) > 150 ? -0.5 : 0};
}

/// A corner that comes up towards the camera.
PointMm curl(PointMm p) {
  const double up = std::max(0.0, (p.x - 100) / 110) * std::max(0.0, (p.y - 150) / 147);
  return {2.0 * up * up, 1.5 * up * up};
}

double away(PointMm a, PointMm b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

/// The worst of the fit against the truth on a fine lattice, where `counts` says so.
template <typename At, typename Moved, typename Counts>
double worst(At at, Moved moved, Counts counts) {
  double most = 0;
  for (double y = 10; y < 288; y += 4)
    for (double x = 10; x < 201; x += 4)
      if (counts(PointMm{x, y})) most = std::max(most, away(at({x, y}), moved(PointMm{x, y})));
  return most;
}

bool everywhere(PointMm) {
  return true;
}

/// Of a whole page's fit, in mm of print.
PointMm moved_by(const PageFit& fit, PointMm p, const Homography& truly) {
  const PointMm d = fit.grid.at(p);
  const PointPx seen = fit.map({p.x + d.x, p.y + d.y}), flat = truly(p);
  return {p.x + (seen.x - flat.x) / scale, p.y + (seen.y - flat.y) / scale};
}

double page_error(const PageFit& fit, PointMm p, PointMm truly_moved, const Homography& map) {
  const PointMm m = moved_by(fit, p, map);
  const PointPx a = map({p.x + truly_moved.x, p.y + truly_moved.y}), b = map(p);
  return std::hypot(m.x - p.x - (a.x - b.x) / scale, m.y - p.y - (a.y - b.y) / scale);
}

}  // namespace

TEST_CASE("normal equations solve what a dense solver solves") {
  cv::RNG random(5);
  constexpr std::size_t unknowns = 20;
  std::vector<Equation> equations;
  for (std::size_t i = 0; i < 60; ++i) {
    Equation e;
    for (std::size_t k = 0; k < 3; ++k) e.add((i + k * k) % unknowns, random.uniform(-1.0, 1.0));
    equations.push_back(e);
  }
  NormalEquations sparse(unknowns, equations);
  cv::Mat a = cv::Mat::zeros(unknowns, unknowns, CV_64F), b(unknowns, 1, CV_64F), x, inverse;
  std::vector<double> right;
  for (int i = 0; i < b.rows; ++i) right.push_back(b.at<double>(i) = random.uniform(-1.0, 1.0));
  for (const Equation& e : equations) {
    sparse.add(e, 0.7);
    for (std::size_t i = 0; i < e.size; ++i)
      for (std::size_t j = 0; j < e.size; ++j)
        a.at<double>(static_cast<int>(e.index[i]), static_cast<int>(e.index[j])) += 0.7 * e.share[i] * e.share[j];
  }
  REQUIRE(sparse.factor());
  REQUIRE(cv::solve(a, b, x, cv::DECOMP_LU));
  const std::vector<double> found = sparse.solve(right);
  for (int i = 0; i < x.rows; ++i) CHECK(found[static_cast<std::size_t>(i)] == doctest::Approx(x.at<double>(i)));
  cv::invert(a, inverse, cv::DECOMP_LU);
  cv::Mat row = cv::Mat::zeros(unknowns, 1, CV_64F);
  for (std::size_t i = 0; i < equations[7].size; ++i)
    row.at<double>(static_cast<int>(equations[7].index[i])) = equations[7].share[i];
  CHECK(sparse.variance(equations[7]) == doctest::Approx(cv::Mat(row.t() * inverse * row).at<double>(0)));
}

TEST_CASE("normal equations that fix nothing are refused") {
  Equation e;
  e.add(0, 1), e.add(1, -1);
  NormalEquations equations(2, {e});
  equations.add(e, 1);
  CHECK_FALSE(equations.factor());
}

TEST_CASE("a bend follows a feeder's wave along the scan lines of a turned scan") {
  const auto bend = Bend::fit(places(wave), turned, 210, 297, {10, 0.3});
  REQUIRE(bend.has_value());
  CHECK(worst([&](PointMm p) { return bend->at(p); }, wave, everywhere) < 0.05);
}

TEST_CASE("a bend follows lost scan lines but for a band as high as patches are apart") {
  const auto bend = Bend::fit(places(lost_lines), turned, 210, 297, {10, 0.3});
  REQUIRE(bend.has_value());
  const auto at = [&](PointMm p) { return bend->at(p); };
  CHECK(worst(at, lost_lines, [](PointMm p) { return std::abs(row_mm(p) - 150) > 25; }) < 0.06);
  CHECK(worst(at, lost_lines, everywhere) < 0.5);
}

TEST_CASE("a bend without bands follows a curled corner") {
  const auto bend = Bend::fit(places(curl), turned, 210, 297, {0.03, never});
  REQUIRE(bend.has_value());
  CHECK(worst([&](PointMm p) { return bend->at(p); }, curl, everywhere) < 0.12);
}

TEST_CASE("an outlier pulls a bend by little") {
  std::vector<Seen> seen = places(still);
  seen[100].page.y += 0.8 * scale;
  const auto bend = Bend::fit(seen, turned, 210, 297, {1, never});
  REQUIRE(bend.has_value());
  CHECK(away(bend->at(seen[100].print), {}) < 0.06);
}

TEST_CASE("a bend where nothing was seen stays near and says that it is unsure") {
  std::vector<Seen> seen = places(wave, turned, 0.02);
  const BoxMm empty{60, 80, 100, 120};
  std::erase_if(seen, [&](const Seen& s) { return empty.contains({s.print.x, s.print.y, 0, 0}); });
  const auto bend = Bend::fit(seen, turned, 210, 297, {3, 0.3});
  REQUIRE(bend.has_value());
  CHECK(away(bend->at({110, 140}), wave({110, 140})) < 0.15);  // the margins know the wave
  CHECK(bend->variance({110, 140}) > 1.5 * bend->variance({110, 250}));
  CHECK(bend->variance({110, 250}) < 0.5);
}

TEST_CASE("what a place is foretold wrong by is what leaving it out shows") {
  const std::vector<Seen> seen = places(wave, turned, 0.02);
  const auto all = Bend::fit(seen, turned, 210, 297, {3, 0.3});
  REQUIRE(all.has_value());
  for (const std::size_t own : {3U, 77U, 200U}) {
    std::vector<Seen> others = seen;
    others.erase(others.begin() + static_cast<long>(own));
    const auto without = Bend::fit(others, turned, 210, 297, {3, 0.3});
    REQUIRE(without.has_value());
    const PointMm p = seen[own].print, d = without->at(p);
    const PointPx foretold = turned({p.x + d.x, p.y + d.y});
    const double off = std::hypot(foretold.x - seen[own].page.x, foretold.y - seen[own].page.y) / scale;
    CHECK(all->foretold_mm()[own] == doctest::Approx(off).epsilon(0.1));
  }
}

TEST_CASE("a bend as a grid is the same bend") {
  for (const Stiffness stiffness : {Stiffness{3, 0.3}, Stiffness{0.1, never}}) {
    const auto bend = Bend::fit(places(wave), turned, 210, 297, stiffness);
    REQUIRE(bend.has_value());
    const LocalGrid grid = bend->as_grid();
    CHECK(worst([&](PointMm p) { return grid.at(p); }, [&](PointMm p) { return bend->at(p); }, everywhere) < 0.02);
  }
}

TEST_CASE("too few places make no bend") {
  std::vector<Seen> few = places(still);
  few.resize(8);
  CHECK_FALSE(Bend::fit(few, turned, 210, 297, {1, 1}).has_value());
}

TEST_CASE("fit page is right to the tenth of a mm on every kind of bend and says so") {
  const Homography on_its_side{{0, -scale, 2400, scale, 0, 30, 0, 0, 1}};
  for (const Homography& map : {turned, on_its_side})
    for (const auto moved : {still, wave, curl}) {
      const PageFit fit = fit_page(places(moved, map, 0.01), map, 210, 297);
      double most = 0;
      for (double y = 20; y < 280; y += 6)
        for (double x = 20; x < 192; x += 6) most = std::max(most, page_error(fit, {x, y}, moved({x, y}), map));
      CHECK(most < 0.1);
      CHECK(most < 2 * fit.residual_mm);
      CHECK(fit.residual_mm < 0.3);
    }
}

TEST_CASE("fit page expects an error where scan lines were lost and half a page away none") {
  const std::vector<Seen> seen = places(lost_lines, turned, 0.01);
  const PageFit beside = fit_page(seen, turned, 210, 297, {{100, 150}});
  const PageFit far = fit_page(seen, turned, 210, 297, {{100, 60}, {100, 240}});
  CHECK(2 * beside.residual_mm > 0.5);
  CHECK(far.residual_mm < 0.1);
  for (double y = 130; y < 170; ++y) {
    const PageFit here = fit_page(seen, turned, 210, 297, {{100, y}});
    CHECK(page_error(here, {100, y}, lost_lines({100, y}), turned) < 2 * here.residual_mm);
  }
}

TEST_CASE("an error is expected where places contradict each other") {
  std::vector<Seen> seen = places(still, turned, 0.01);
  for (std::size_t i = 0; i < seen.size(); ++i)
    if (away(seen[i].print, {150, 60}) < 25) seen[i].page.x += (i % 2 == 0 ? 0.3 : -0.3) * scale;
  const auto bend = Bend::fit(seen, turned, 210, 297, {10, never});
  REQUIRE(bend.has_value());
  CHECK(expected_error_mm(*bend, seen, {150, 60}) > 0.2);
  CHECK(expected_error_mm(*bend, seen, {40, 240}) < 0.08);
}

#include <doctest/doctest.h>

#include <cmath>
#include <opencv2/core.hpp>

#include "pipeline/imaging/hamming.hpp"
#include "pipeline/imaging/local_grid.hpp"
#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/page_fit.hpp"
#include "pipeline/imaging/robust_map.hpp"

using namespace carescan;
using namespace carescan::imaging;

namespace {

constexpr double scale = 11.8;

/// A tilted view of the page, and places on a lattice seen through it with a bend (mm) added.
const Homography tilted{{scale, 0.3, 40, -0.2, scale * 1.01, 60, 2e-5, 3e-5, 1}};

template <typename Bend>
std::vector<Seen> places(const Homography& map, Bend bend) {
  std::vector<Seen> seen;
  for (double y = 15; y < 290; y += 14)
    for (double x = 12; x < 200; x += 14) {
      const PointMm d = bend(PointMm{x, y});
      seen.push_back({{x, y}, map({x + d.x, y + d.y}), 1});
    }
  return seen;
}

PointMm flat(PointMm) {
  return {};
}

double worst(const Homography& a, const Homography& b) {
  double most = 0;
  for (const PointMm p : {PointMm{0, 0}, PointMm{210, 0}, PointMm{210, 297}, PointMm{0, 297}})
    most = std::max(most, std::hypot(a(p).x - b(p).x, a(p).y - b(p).y) / scale);
  return most;
}

}  // namespace

TEST_CASE("robust map finds the exact map from a start that is 2 mm off") {
  Homography start = tilted;
  start.h[2] += 2 * scale;
  CHECK(worst(robust_map(places(tilted, flat), MapKind::projective, start), tilted) < 1e-6);
}

TEST_CASE("robust map is deaf to a quarter of wrong places") {
  std::vector<Seen> seen = places(tilted, flat);
  for (std::size_t i = 0; i < seen.size(); i += 4) seen[i].page.x += 20 + static_cast<double>(i % 7);
  CHECK(worst(robust_map(seen, MapKind::projective, tilted), tilted) < 1e-3);
}

TEST_CASE("robust map of kind affine stays affine") {
  const Homography map = robust_map(places(tilted, flat), MapKind::affine, tilted);
  CHECK(map.h[6] == 0);
  CHECK(map.h[7] == 0);
}

TEST_CASE("robust map returns the start where there are too few places") {
  CHECK(robust_map({}, MapKind::affine, tilted).h == tilted.h);
}

TEST_CASE("a stray is left out and a curled corner is not") {
  const auto curl = [](PointMm p) {
    return p.x > 140 && p.y < 90 ? PointMm{-(p.x - 140) * 0.03, (90 - p.y) * 0.02} : PointMm{};
  };
  std::vector<Seen> seen = places(tilted, curl);
  const std::size_t all = seen.size();
  seen[100].page.x += 1.5 * scale;
  const std::vector<Seen> kept = without_strays(seen, tilted);
  CHECK(kept.size() == all - 1);
}

TEST_CASE("fit page reports the noise it met and chooses no more freedom than needed") {
  cv::RNG random(3);
  std::vector<Seen> seen = places(tilted, flat);
  for (Seen& s : seen) s.page.x += random.gaussian(0.05 * scale), s.page.y += random.gaussian(0.05 * scale);
  const PageFit fit = fit_page(seen, tilted, 210, 297);
  CHECK(fit.printing_mm > 0.06);
  CHECK(fit.printing_mm < 0.2);
  CHECK(worst(fit.map, tilted) < 2 * fit.residual_mm);
  CHECK(fit.residual_mm < 0.2);
}

TEST_CASE("fit page reports a misfit that only one part of the page has") {
  std::vector<Seen> seen = places(tilted, flat);
  for (std::size_t i = 0; i < seen.size(); ++i)
    if (seen[i].print.x > 150 && seen[i].print.y < 70) seen[i].page.x += (i % 2 == 0 ? 0.9 : -0.9) * scale;
  CHECK(fit_page(seen, tilted, 210, 297).printing_mm > 0.5);
}

TEST_CASE("fit page believes nothing of a handful of places") {
  CHECK(fit_page({}, tilted, 210, 297).residual_mm > 1000);
}

TEST_CASE("maps go to mm and back") {
  const PointMm p{123.4, 56.7};
  const PointMm q = to_mm(tilted, tilted(p));
  CHECK(q.x == doctest::Approx(p.x));
  CHECK(q.y == doctest::Approx(p.y));
}

TEST_CASE("nearest by hamming agrees with counting bit by bit") {
  cv::Mat queries(20, 32, CV_8U), candidates(50, 32, CV_8U);
  cv::RNG random(9);
  random.fill(queries, cv::RNG::UNIFORM, 0, 256);
  random.fill(candidates, cv::RNG::UNIFORM, 0, 256);
  const std::vector<Nearest> found = nearest_by_hamming(queries, candidates);
  for (int q = 0; q < queries.rows; ++q) {
    Nearest expected;
    for (int c = 0; c < candidates.rows; ++c) {
      const int bits = static_cast<int>(cv::norm(queries.row(q), candidates.row(c), cv::NORM_HAMMING));
      if (bits < expected.bits)
        expected = {c, bits, expected.bits};
      else
        expected.second_bits = std::min(expected.second_bits, bits);
    }
    const Nearest& n = found[static_cast<std::size_t>(q)];
    CHECK(n.index == expected.index);
    CHECK(n.bits == expected.bits);
    CHECK(n.second_bits == expected.second_bits);
  }
}

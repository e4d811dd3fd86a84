#include "pipeline/rehearsal/old_paper.hpp"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "pipeline/rehearsal/clouds.hpp"
#include "pipeline/rehearsal/dirt.hpp"

namespace carescan::rehearsal {
namespace {

using Colour = std::array<double, 3>;

// White that has yellowed, mostly; else the pastel paper that offices sort their forms by.
Colour pick_colour(Chance& chance) {
  static const std::vector<Colour> pastel{{253, 246, 176}, {200, 236, 200}, {250, 205, 215}, {190, 218, 246}};
  if (chance.happens(0.2)) return chance.pick(pastel);
  const double age = chance.uniform(0, 1);
  return {252 - 10 * age, 250 - 22 * age, 242 - 60 * age};
}

std::vector<double> pick_folds(Chance& chance) {
  const double kind = chance.uniform(0, 1);
  if (kind < 0.5) return {};
  if (kind < 0.75) return {0.5};
  return {1 / 3.0, 2 / 3.0};  // into a letter
}

// A small map of the sheet's own colour: browner towards the edges, uneven, stained.
cv::Mat paper_map(const FormPage& page, const OldPaper& old, Chance& chance) {
  constexpr double px_per_mm = 2;
  const cv::Size size(static_cast<int>(page.width_mm * px_per_mm), static_cast<int>(page.height_mm * px_per_mm));
  const cv::Mat uneven = clouds(size, {60, 60}, 3, chance);
  cv::Mat map(size, CV_8UC3);
  const double reach = chance.uniform(8, 25) * px_per_mm;
  for (int y = 0; y < size.height; ++y)
    for (int x = 0; x < size.width; ++x) {
      const double inwards = std::min({x, y, size.width - 1 - x, size.height - 1 - y}) / reach;
      const double brown = old.yellowing * (0.35 * uneven.at<float>(y, x) + 0.65 * std::max(0.0, 1 - inwards));
      const Colour kept{1 - 0.10 * brown, 1 - 0.22 * brown, 1 - 0.45 * brown};
      for (int c = 0; c < 3; ++c) {
        const auto i = static_cast<std::size_t>(c);
        map.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<std::uint8_t>(old.colour[i] * kept[i]);
      }
    }
  if (chance.happens(0.3)) stain(map, px_per_mm, chance);
  if (chance.happens(0.1)) stain(map, px_per_mm, chance);
  if (chance.happens(0.12)) coffee_ring(map, px_per_mm, chance);
  return map;
}

// Print and ink have lost some of their darkness.
void fade(cv::Mat& page, double share) {
  cv::Mat curve(1, 256, CV_8U);
  for (int i = 0; i < 256; ++i)
    curve.at<std::uint8_t>(0, i) = cv::saturate_cast<std::uint8_t>(255 - (255 - i) * (1 - share));
  cv::LUT(page, curve, page);
}

// The back's print seen through the paper: mirrored, soft and faint.
void bleed_through(cv::Mat& page, const cv::Mat& back, double px_per_mm, double share) {
  cv::Mat mirrored, small, grey;
  cv::resize(back, small, {}, 0.5, 0.5, cv::INTER_AREA);
  cv::flip(small, mirrored, 1);
  cv::cvtColor(mirrored, grey, cv::COLOR_RGB2GRAY);
  cv::GaussianBlur(grey, grey, {}, 0.12 * px_per_mm);
  grey.convertTo(grey, -1, share, 255 * (1 - share));
  cv::cvtColor(grey, grey, cv::COLOR_GRAY2RGB);
  shade(page, grey);
}

void wear(cv::Mat& page, double px_per_mm, const OldPaper& old, bool back, Chance& chance) {
  if (chance.happens(0.12)) tear_edge(page, px_per_mm, old.lid, chance);
  if (chance.happens(0.12)) fold_corner(page, px_per_mm, old.lid, chance);
  punch_holes(page, px_per_mm, old.holes, back, old.lid);
  if (old.stapled && !back) staple(page, px_per_mm, chance);
}

}  // namespace

Scanner filing_cabinet(Chance& chance) {
  static const std::vector<double> resolutions{150, 200, 200, 240, 300, 300, 400};
  Scanner scanner;
  const double tone = chance.uniform(0, 1);
  scanner.tone = tone < 0.4 ? Tone::grey : tone < 0.75 ? Tone::colour : Tone::bilevel;
  scanner.dpi = chance.pick(resolutions);
  if (scanner.tone == Tone::bilevel) scanner.dpi = std::max(scanner.dpi, 200.0);
  scanner.jpeg_quality = chance.integer(30, 90);
  scanner.skew_sd_deg = 1.2;
  scanner.scale_x = chance.uniform(0.99, 1.01);
  scanner.scale_y = chance.uniform(0.99, 1.01);
  scanner.offset_sd_mm = 1.2;
  scanner.stretch_mm = 0.08;
  scanner.blur_mm = chance.uniform(0.05, 0.10);
  scanner.noise = chance.uniform(1, 5);
  scanner.paper = chance.uniform(225, 250);
  scanner.upside_down = 0.03;
  scanner.sideways = 0.015;
  OldPaper& old = scanner.old.emplace();
  old.colour = pick_colour(chance);
  old.yellowing = chance.uniform(0, 1);
  old.faded = chance.uniform(0, 0.45);
  old.bleed = chance.happens(0.5) ? chance.uniform(0.03, 0.16) : 0;
  old.lid = chance.happens(0.5) ? chance.uniform(15, 70) : chance.uniform(235, 255);
  old.folds = pick_folds(chance);
  old.fold_down = chance.happens(0.1);
  old.holes = chance.happens(0.45) ? (chance.happens(0.8) ? 2 : 4) : 0;
  old.stapled = chance.happens(0.15);
  return scanner;
}

std::vector<Crease> pick_creases(const FormPage& page, const OldPaper& old, Chance& chance) {
  std::vector<Crease> creases;
  const auto add = [&](bool across, double at_mm) {
    creases.push_back({across, at_mm, chance.uniform(0, 0.3), chance.normal(0, 0.0003), chance.uniform(1.5, 4)});
  };
  for (const double share : old.folds) add(true, page.height_mm * share + chance.normal(0, 1));
  if (old.fold_down) add(false, page.width_mm / 2 + chance.normal(0, 1));
  return creases;
}

cv::Mat aged(const Sheet& sheet, const OldPaper& old, const std::vector<Crease>& creases, Chance& chance) {
  const double px_per_mm = sheet.front.cols / sheet.page.width_mm;
  cv::Mat page = sheet.front.clone();
  fade(page, old.faded);
  if (old.bleed > 0 && !sheet.back.empty()) bleed_through(page, sheet.back, px_per_mm, old.bleed);
  shade(page, paper_map(sheet.page, old, chance));
  for (const Crease& crease : creases) shade_crease(page, px_per_mm, crease, chance);
  wear(page, px_per_mm, old, sheet.page.number % 2 == 0, chance);
  return page;
}

}  // namespace carescan::rehearsal

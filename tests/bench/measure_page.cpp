#include "tests/bench/measure_page.hpp"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/crop.hpp"
#include "pipeline/imaging/local_shift.hpp"
#include "pipeline/imaging/mat.hpp"

namespace carescan::bench {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double x) {
  return std::round(x * 1e4) / 1e4;
}

/// Clockwise from `from` to `to`, within ±180.
double turn_between(double from, double to) {
  return std::remainder(to - from, 360.0);
}

/// The map of the whole page that its true corners give: the frame in which errors become mm, so that pixels which are
/// not square (fax) and perspective (phones) weigh as they do on paper.
Homography true_map(const TruePage& truth) {
  const auto w = static_cast<float>(truth.width_mm), h = static_cast<float>(truth.height_mm);
  const std::array<cv::Point2f, 4> printed{cv::Point2f{0, 0}, {w, 0}, {w, h}, {0, h}};
  std::array<cv::Point2f, 4> seen;
  for (std::size_t i = 0; i < 4; ++i)
    seen[i] = {static_cast<float>(truth.corners[i].x), static_cast<float>(truth.corners[i].y)};
  return imaging::homography(cv::Matx33d(cv::getPerspectiveTransform(printed.data(), seen.data())));
}

double error_mm(const Homography& map, PointPx found, PointPx truly) {
  const PointMm a = imaging::to_mm(map, found), b = imaging::to_mm(map, truly);
  return std::hypot(a.x - b.x, a.y - b.y);
}

std::array<PointMm, 4> corners(const BoxMm& box) {
  return {{{box.x, box.y}, {box.right(), box.y}, {box.right(), box.bottom()}, {box.x, box.bottom()}}};
}

/// The margin with which reading cuts an area out (reading/read_fields.cpp): it decides how much printing the local
/// shift sees.
BoxMm area_cut(const Field& field, const BoxMm& box) {
  return box.grown(is_mark(field.kind) ? std::max(3.0, std::max(box.width, box.height)) : 2.0);
}

/// The box whose cut shows this corner of the field: options are cut one by one.
BoxMm box_read_at(const Field& field, PointMm corner) {
  if (field.options.empty()) return field.box;
  const auto away = [&](const Option& o) {
    return std::hypot(o.box.x + o.box.width / 2 - corner.x, o.box.y + o.box.height / 2 - corner.y);
  };
  return std::ranges::min_element(field.options, {}, away)->box;
}

Json field_errors(const imaging::RegisteredPage& page, const Field& field, const Corners& truly,
                  const Homography& map) {
  Json by_map = Json::array(), as_read = Json::array();
  const auto places = corners(field.box);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const PointMm p = places[i];
    const PointMm shift = imaging::local_shift(page, area_cut(field, box_read_at(field, p)));
    const PointPx mapped = page.registration.source_px(page.print, p);
    const PointPx read = page.registration.source_px(page.print, {p.x + shift.x, p.y + shift.y});
    by_map.push_back(rounded(error_mm(map, mapped, truly[i])));
    as_read.push_back(rounded(error_mm(map, read, truly[i])));
  }
  return {{"name", field.name}, {"map_mm", by_map}, {"read_mm", as_read}};
}

/// How far an accepted page is off. A page taken for another one has no errors in mm: it is wrong.
void put_errors(Json& line, const imaging::RegisteredPage& page, const FormTemplate& form, const TruePage& truth) {
  const imaging::Registration& r = page.registration;
  line["skew_error_deg"] = rounded(turn_between(truth.turn_deg + truth.skew_deg, r.turn_deg + r.skew_deg));
  const Homography map = true_map(truth);
  const auto found = r.corners_px(page.print);
  for (std::size_t i = 0; i < found.size(); ++i)
    line["sheet_mm"].push_back(rounded(error_mm(map, found[i], truth.corners[i])));
  line["fields"] = Json::array();
  for (const auto& [name, truly] : truth.fields)
    if (const Field* field = form.find(name)) line["fields"].push_back(field_errors(page, *field, truly, map));
}

Json said(const imaging::Registration& r, const batch::Catalogue& catalogue) {
  const auto& page = catalogue.pages[static_cast<std::size_t>(r.print)];
  const FormTemplate& form = catalogue.forms[page.form];
  return {{"form", form.id},
          {"version", form.version},
          {"page", page.number},
          {"turn_deg", r.turn_deg},
          {"inliers", r.inliers},
          {"spread", rounded(r.spread)},
          {"support", rounded(r.support)},
          {"printing_mm", r.printing_mm < 1e6 ? Json(rounded(r.printing_mm)) : Json()},
          {"residual_mm", r.residual_mm < 1e6 ? Json(rounded(r.residual_mm)) : Json()}};
}

double margin_of(const imaging::Identification& who) {
  if (who.candidates.size() < 2 || who.candidates[1].support <= 0) return 1e3;
  return who.candidates[0].support / who.candidates[1].support;
}

void put_truth(Json& line, const imaging::Straightened& page, const TruePage& truth) {
  line["truth"] = {
      {"form", truth.form}, {"page", truth.number}, {"turn_deg", truth.turn_deg}, {"skew_deg", truth.skew_deg}};
  line["blind_error_deg"] = rounded(page.skew_deg - truth.skew_deg);
}

}  // namespace

Json measured(PageFound seen, const batch::Catalogue& catalogue, const TruePage* truth) {
  Json line{{"blank", seen.page.blank},
            {"blind_deg", rounded(seen.page.skew_deg)},
            {"blind_confidence", rounded(seen.page.skew_confidence)},
            {"reason", seen.who.reason}};
  if (truth) put_truth(line, seen.page, *truth);
  for (const imaging::Registration& candidate : seen.who.candidates)
    line["candidates"].push_back(said(candidate, catalogue));
  if (!seen.who.accepted) return line;
  const imaging::Registration& r = *seen.who.accepted;
  const auto index = static_cast<std::size_t>(r.print);
  const auto& page = catalogue.pages[index];
  line["found"] = said(r, catalogue);
  line["margin"] = rounded(margin_of(seen.who));
  if (truth && catalogue.forms[page.form].id == truth->form && page.number == truth->number)
    put_errors(line, {std::move(seen.page), r, catalogue.prints[index]}, catalogue.forms[page.form], *truth);
  return line;
}

}  // namespace carescan::bench

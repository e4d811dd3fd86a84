#include <doctest/doctest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/register.hpp"
#include "tests/unit/imaging/paper.hpp"

using namespace carescan;
using imaging::Identification;
using imaging::identify;
using imaging::straighten;

namespace {

constexpr double px_per_mm = 300 / 25.4;

int px(double mm) {
  return cvRound(mm * px_per_mm);
}

/// All from `top_mm` down printed lower.
paper::Form lowered(paper::Form form, double top_mm, double by_mm) {
  const int top = px(top_mm), by = px(by_mm);
  const cv::Mat old = form.blank;
  form.blank = old.clone();
  old.rowRange(top, old.rows - by).copyTo(form.blank.rowRange(top + by, old.rows));
  form.blank.rowRange(top, top + by).setTo(255);
  for (Field& f : form.fields)
    if (f.box.y >= top_mm) {
      f.box.y += by_mm;
      for (BoxMm& cell : f.cells) cell.y += by_mm;
    }
  return form;
}

std::size_t box_to_tick(const paper::Form& form) {
  return static_cast<std::size_t>(
      std::ranges::find_if(form.fields, [](const Field& f) { return f.kind == FieldKind::checkbox; }) -
      form.fields.begin());
}

/// One box to tick printed further right, and nothing else changed.
paper::Form with_box_moved(paper::Form form, double by_mm) {
  BoxMm& box = form.fields.at(box_to_tick(form)).box;
  const cv::Rect old(cv::Point(px(box.x - 0.5), px(box.y - 0.5)),
                     cv::Point(px(box.right() + 0.5), px(box.bottom() + 0.5)));
  form.blank = form.blank.clone();  // the copy shares its pixels
  const cv::Mat printed = form.blank(old).clone();
  form.blank(old).setTo(255);
  printed.copyTo(form.blank(old + cv::Point(px(by_mm), 0)));
  box.x += by_mm;
  return form;
}

/// Felt pen all over the box in both versions, and around it.
void scribble_over(paper::Form& form, const BoxMm& box) {
  form.blank = form.blank.clone();
  for (double x = box.x - 5; x < box.right() + 6; x += 0.8)
    cv::line(form.blank, {px(x), px(box.y - 4)}, {px(x + 2), px(box.bottom() + 4)}, 30, px(0.7), cv::LINE_AA);
}

paper::Scanner office(std::uint64_t seed) {
  paper::Scanner s;
  s.dpi = 200;
  s.skew_deg = 0.9;
  s.scale_x = 1.005;
  s.stretch_mm = 0.25;
  s.ink_strokes = 40;
  s.seed = seed;
  return s;
}

Identification shown(const paper::Form& form, const imaging::Prints& prints, std::uint64_t seed) {
  return identify(straighten(paper::scan(form, office(seed)).image), prints);
}

}  // namespace

TEST_CASE("versions of a form whose lower half lies one and two mm lower are told apart") {
  const paper::Form first = paper::draw_form(31);
  const std::vector<paper::Form> versions{first, lowered(first, 150, 1), lowered(first, 150, 2)};
  const imaging::Prints prints({versions[0].print(), versions[1].print(), versions[2].print()});
  for (std::size_t k = 0; k < versions.size(); ++k) {
    CAPTURE(k);
    const Identification id = shown(versions[k], prints, k + 1);
    REQUIRE(id.accepted.has_value());
    CHECK(id.accepted->print == static_cast<int>(k));
    CHECK(id.accepted->residual_mm < 0.3);
  }
}

TEST_CASE("versions that differ by one box moved by one mm are told apart") {
  for (const std::uint64_t seed : {31U, 32U, 33U}) {
    const paper::Form first = paper::draw_form(seed), second = with_box_moved(first, 1);
    const imaging::Prints prints({first.print(), second.print()});
    CAPTURE(seed);
    const Identification a = shown(first, prints, seed), b = shown(second, prints, seed + 10);
    REQUIRE(a.accepted.has_value());
    REQUIRE(b.accepted.has_value());
    CHECK(a.accepted->print == 0);
    CHECK(b.accepted->print == 1);
  }
}

TEST_CASE("ink over the one place where two versions differ leaves the page to a person") {
  const paper::Form first = paper::draw_form(31), second = with_box_moved(first, 1);
  const imaging::Prints prints({first.print(), second.print()});
  for (paper::Form page : {first, second}) {
    scribble_over(page, first.fields.at(box_to_tick(first)).box);
    const Identification id = shown(page, prints, 5);
    CHECK_FALSE(id.accepted.has_value());
    CHECK(id.reason == "two-forms-alike");
    REQUIRE(id.candidates.size() == 2);
    CHECK(id.candidates[0].print != id.candidates[1].print);
    for (const imaging::Registration& candidate : id.candidates) CHECK(candidate.residual_mm < 0.3);
  }
}

TEST_CASE("a page of a version between two that are known is taken for neither") {
  const paper::Form first = paper::draw_form(34);
  const imaging::Prints prints({first.print(), lowered(first, 120, 2).print()});
  const Identification id = shown(lowered(first, 120, 1), prints, 3);
  CHECK_FALSE(id.accepted.has_value());
  CHECK(id.reason == "two-forms-alike");
}

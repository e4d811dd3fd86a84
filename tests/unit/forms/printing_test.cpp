#include "pipeline/forms/printing.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "form_folder.hpp"
#include "pipeline/forms/lint.hpp"

using namespace carescan;
using namespace carescan::forms;
using namespace carescan::forms::testing;

namespace {

constexpr double scale = 6;  // px per mm, about 150 dpi

/// The page of sound_form as it should be printed: both frames, and bars enough to register on.
Raster printed_page() {
  Raster page = make_raster(600, 600);
  paint_frame(page, scale, {10, 10, 60, 8});
  paint_frame(page, scale, {10, 30, 5, 5});
  for (int y = 4; y < 100; y += 24) paint(page, scale, {2, static_cast<double>(y), 96, 1});
  return page;
}

std::vector<std::string> told(const nlohmann::json& form, const std::vector<Raster>& blanks) {
  Folder folder;
  std::vector<std::string> all;
  for (const Finding& f : check_form(write_form(folder.path, form), blanks))
    if (f.severity == Severity::error) all.push_back(f.id + " " + f.pointer);
  return all;
}

using Told = std::vector<std::string>;

void paint_ring(Raster& page, PointMm middle, double radius) {
  for (int i = 0; i < 720; ++i) {
    const double a = i * 3.14159265 / 360;
    paint(page, scale, {middle.x + radius * std::cos(a) - 0.15, middle.y + radius * std::sin(a) - 0.15, 0.3, 0.3});
  }
}

}  // namespace

TEST_CASE("printing: a page printed as its form says has no findings") {
  CHECK(told(sound_form(), {printed_page()}).empty());
}

TEST_CASE("printing: a scanned blank on grey paper and one in colour are looked at alike") {
  Raster grey = printed_page();
  for (auto& pixel : grey.pixels) pixel = static_cast<std::uint8_t>(60 + pixel * 150 / 255);
  CHECK(told(sound_form(), {grey}).empty());
  Raster colour = make_raster(600, 600, 3);
  const Raster page = printed_page();
  for (std::size_t i = 0; i < page.pixels.size(); ++i)
    if (page.pixels[i] == 0) colour.pixels[3 * i] = colour.pixels[3 * i + 1] = 20;  // dark blue on white
  CHECK(told(sound_form(), {colour}).empty());
}

TEST_CASE("lint checkbox-without-frame: nothing there or a frame a millimetre off") {
  auto form = sound_form();
  form["fields"][1]["box"] = {40, 30, 5, 5};
  CHECK(told(form, {printed_page()}) == Told{"checkbox-without-frame /fields/1/box"});
  for (const auto& [dx, dy] : {std::pair{1.2, 0.0}, {-1.2, 0.0}, {0.0, 1.2}, {0.9, 0.9}}) {
    form["fields"][1]["box"] = {10 + dx, 30 + dy, 5, 5};
    CHECK(told(form, {printed_page()}) == Told{"checkbox-without-frame /fields/1/box"});
  }
  form["fields"][1]["box"] = {10.3, 29.8, 5, 5};
  CHECK(told(form, {printed_page()}).empty());
}

namespace {

/// The sound form with a choice of two words or circles.
nlohmann::json with_milk(const char* mark) {
  auto form = sound_form();
  form["fields"].push_back(nlohmann::json::parse(R"({"name": "milk", "label": "Milk", "kind": "choice", "page": 1,
    "box": [40, 40, 30, 6], "options": [{"code": "yes", "label": "Yes", "box": [40, 40, 6, 6]},
                                        {"code": "no", "label": "No", "box": [60, 40, 6, 6]}]})"));
  form["fields"][2]["mark"] = mark;
  return form;
}

const Told no_frame{"checkbox-without-frame /fields/2/options/0/box", "checkbox-without-frame /fields/2/options/1/box"};

/// Findings of all severities.
std::vector<std::string> all_told(const nlohmann::json& form, const Raster& page) {
  Folder folder;
  std::vector<std::string> all;
  for (const Finding& f : check_form(write_form(folder.path, form), {page}))
    if (f.id != "unmapped-field") all.push_back(f.id + " " + f.pointer);
  return all;
}

Raster page_with_words() {
  Raster page = printed_page();
  paint(page, scale, {41.5, 42, 3, 1});
  paint(page, scale, {61.5, 42, 3, 1});
  return page;
}

}  // namespace

TEST_CASE("lint checkbox-without-frame: a circle is a frame and a word is none") {
  CHECK(told(with_milk("box"), {printed_page()}) == no_frame);
  Raster page = printed_page();
  paint_ring(page, {43, 43}, 3);
  paint_ring(page, {63, 43}, 3);
  CHECK(told(with_milk("box"), {page}).empty());
  CHECK(told(with_milk("box"), {page_with_words()}) == no_frame);
}

TEST_CASE("lint ring-without-word and printing-round-ring") {
  CHECK(all_told(with_milk("ring"), page_with_words()).empty());
  CHECK(all_told(with_milk("ring"), printed_page()) ==
        Told{"ring-without-word /fields/2/options/0/box", "ring-without-word /fields/2/options/1/box"});
  Raster page = page_with_words();
  paint(page, scale, {65, 42, 3, 1});  // the second word goes on beyond its box
  CHECK(all_told(with_milk("ring"), page) == Told{"printing-round-ring /fields/2/options/1/box"});
}

TEST_CASE("lint ring-crowded and ring-without-options") {
  auto form = with_milk("ring");
  form["fields"][2]["options"][1]["box"] = {48, 40, 6, 6};
  CHECK(all_told(form, {}) == Told{"ring-crowded /fields/2/options/1/box"});
  form["fields"][2]["options"][1]["box"] = {49, 40, 6, 6};
  CHECK(all_told(form, {}).empty());
  auto ticked = sound_form();
  ticked["fields"][1]["mark"] = "ring";
  CHECK(all_told(ticked, {}) == Told{"ring-without-options /fields/1/mark"});
}

TEST_CASE("lint drawing-without-outline") {
  auto form = sound_form();
  form["fields"].push_back(
      {{"name", "body"}, {"label", "Body"}, {"kind", "drawing"}, {"page", 1}, {"box", {10, 52, 80, 46}}});
  Raster page = printed_page();
  CHECK(all_told(form, page).empty());  // the bar of the page goes through it
  form["fields"][2]["box"] = {10, 54, 80, 20};
  CHECK(all_told(form, page) == Told{"drawing-without-outline /fields/2/box"});
}

TEST_CASE("lint printing-under-text: a printed word but not the frame nor a ruled line") {
  auto form = sound_form();
  Raster page = printed_page();
  paint(page, scale, {12, 14, 57, 0.3});
  CHECK(told(form, {page}).empty());
  paint(page, scale, {20, 12, 1.5, 2});
  CHECK(told(form, {page}) == Told{"printing-under-text /fields/0/box"});
}

TEST_CASE("lint printing-under-text: a comb is looked at cell by cell so that separators may be printed") {
  auto form = sound_form();
  form["fields"].push_back(nlohmann::json::parse(R"({"name": "born", "label": "Born", "kind": "date", "page": 1,
    "layout": "MMYYYY", "box": [20, 60, 40, 8], "cells": [[20, 60, 6, 8], [26, 60, 6, 8],
    [36, 60, 6, 8], [42, 60, 6, 8], [48, 60, 6, 8], [54, 60, 6, 8]]})"));
  Raster page = printed_page();
  for (const double x : {20.0, 26.0, 36.0, 42.0, 48.0, 54.0}) paint_frame(page, scale, {x, 60, 6, 8});
  paint(page, scale, {33.8, 62, 0.6, 4});
  CHECK(told(form, {page}).empty());
  form["fields"][2]["cells"][1] = {29, 60, 6, 8};
  CHECK(told(form, {page}) == Told{"printing-under-text /fields/2/cells/1"});
}

TEST_CASE("lint too-little-printing: a nearly empty page cannot be registered") {
  Raster page = make_raster(600, 600);
  paint_frame(page, scale, {10, 10, 60, 8});
  paint_frame(page, scale, {10, 30, 5, 5});
  CHECK(told(sound_form(), {page}) == Told{"too-little-printing /pages/0"});
}

TEST_CASE("lint page-count and page-size: the blank is another one than the form says") {
  CHECK(told(sound_form(), {printed_page(), printed_page()}) == Told{"page-count /pages"});
  CHECK(told(sound_form(), {make_raster(600, 700)}) == Told{"page-size /pages/0"});
}

TEST_CASE("printing: a page without a raster is not looked at") {
  CHECK(told(sound_form(), {}).empty());
  CHECK(told(sound_form(), {Raster{}}).empty());
}

TEST_CASE("Printing: areas are in square millimetres in any resolution") {
  for (const int size : {400, 1200}) {
    Raster page = make_raster(size, size);
    paint(page, size / 100.0, {20, 20, 10, 5});
    const Printing printing(page, 100, 100);
    CHECK(printing.ink_mm2({0, 0, 100, 100}) == doctest::Approx(50));
    CHECK(printing.ink_mm2({25, 0, 75, 100}) == doctest::Approx(25));
    CHECK(printing.ink_mm2({50, 50, 50, 50}) == 0);
  }
}

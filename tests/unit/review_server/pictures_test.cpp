#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"
#include "src/review/crop.hpp"
#include "src/review/page_cache.hpp"
#include "src/review/page_files.hpp"
#include "src/review/whole_labels.hpp"
#include "tests/support/run.hpp"

using namespace carescan;

namespace {

/// A page of 100 × 200 mm at 4 px/mm, light where x and y are even tens of mm.
Raster page_picture() {
  Raster raster = make_raster(400, 800);
  for (int y = 0; y < raster.height; ++y)
    for (int x = 0; x < raster.width; ++x)
      raster.pixels[static_cast<std::size_t>(y * raster.width + x)] = static_cast<std::uint8_t>(x / 40 * 20 + y / 40);
  return raster;
}

const FormPage page{.number = 1, .width_mm = 100, .height_mm = 200};

std::filesystem::path write_page(const test::Folder& folder, const std::string& name) {
  test::write_all(folder / name, intake::encode_jpeg(make_raster(400, 800), 60, 150));
  return folder / name;
}

}  // namespace

TEST_CASE("a crop is the box and its margin as far as the page goes") {
  const BoxMm inside = web::crop_box({10, 20, 30, 40}, page);
  CHECK(inside.x == 8);
  CHECK(inside.y == 18);
  CHECK(inside.right() == 42);
  CHECK(inside.bottom() == 62);
  const BoxMm corner = web::crop_box({90, 190, 10, 10}, page, {5, 5, 5, 5});
  CHECK(corner.right() == 100);
  CHECK(corner.bottom() == 200);
  CHECK(corner.x == 85);
  const BoxMm all = web::crop_box({0, 0, 10, 10}, page, {1000, 1000, 1000, 1000});
  CHECK(all.width == 100);
  CHECK(all.height == 200);
}

TEST_CASE("no line of print above or below a field is cut in half") {
  // A blank of 100 × 200 mm at 4 px/mm; the box from 40 to 50 mm down.
  const BoxMm box{20, 40, 60, 10};
  const auto with_print = [](double from_mm, double to_mm, int left = 120, int right = 200) {
    Raster blank = make_raster(400, 800, 1, 255);
    for (int y = static_cast<int>(from_mm * 4); y < static_cast<int>(to_mm * 4); ++y)
      for (int x = left; x < right; ++x) blank.pixels[static_cast<std::size_t>(y * 400 + x)] = 0;
    return blank;
  };
  const auto top = [&](const Raster& blank) { return web::margins_of_whole_labels(blank, page, box).top; };
  CHECK(top(make_raster(400, 800, 1, 255)) == doctest::Approx(2));
  const double whole = top(with_print(36.5, 39.5));  // a label that the usual edge would cut
  CHECK(whole > 3.5);
  CHECK(whole < 4.2);
  CHECK(top(with_print(30, 37)) == doctest::Approx(2));      // beyond the edge
  CHECK(top(with_print(38.5, 39.5)) == doctest::Approx(2));  // whole within it
  const double none = top(with_print(30, 38.5));             // too high to be shown whole: not at all
  CHECK(none < 1.6);
  CHECK(none > 0.9);
  CHECK(top(with_print(30, 40, 150, 152)) == doctest::Approx(2));      // an upright line of a table
  CHECK(top(with_print(36.5, 39.5, 340, 390)) == doctest::Approx(2));  // beside the crop
  const web::Margins below = web::margins_of_whole_labels(with_print(51, 53.5), page, box);
  CHECK(below.bottom > 3.4);
  CHECK(below.top == doctest::Approx(2));
}

TEST_CASE("blanks are looked at in the background and the usual margins serve until then") {
  FormTemplate form;
  form.id = "plan";
  form.version = "1.0";
  form.pages = {page};
  form.fields.resize(2);
  form.fields[0].name = "surname";
  form.fields[0].box = {20, 40, 60, 10};
  form.fields[1].name = "elsewhere";
  form.fields[1].page = 2;
  FormTemplate broken = form;
  broken.version = "2.0";
  const std::vector<FormTemplate> all{broken, form};
  web::WholeLabels labels(all, [](const FormTemplate& one) -> std::vector<Raster> {
    if (one.version == "2.0") throw Failure{"template-invalid", "", "", ""};
    Raster blank = make_raster(400, 800, 1, 255);
    std::fill_n(blank.pixels.begin() + 148 * 400, 8 * 400, std::uint8_t{0});
    return {blank};
  });
  labels.finish();
  CHECK(labels.of(form, "surname").top > 2.5);
  CHECK(labels.of(form, "elsewhere").top == 2);
  CHECK(labels.of(form, "unknown").top == 2);
  CHECK(labels.of(broken, "surname").top == 2);
}

TEST_CASE("a crop shows the pixels of its place whatever the picture's size") {
  const Raster picture = page_picture();
  const Raster crop = web::cut(picture, page, {20, 30, 10, 20});
  CHECK(crop.width == 40);
  CHECK(crop.height == 80);
  CHECK(crop.pixels.front() == 2 * 20 + 3);
  CHECK(crop.pixels.back() == 2 * 20 + 4);
  CHECK(web::cut(picture, page, {0, 0, 100, 200}).pixels == picture.pixels);
  // Nothing outside, and never nothing: a box of no size beyond the page is one pixel.
  CHECK(web::cut(picture, page, {500, 500, 0, 0}).size() == 1);
  Raster colours = make_raster(10, 10, 3, 7);
  colours.pixels[(5 * 10 + 5) * 3] = 99;
  const Raster one = web::cut(colours, {.number = 1, .width_mm = 10, .height_mm = 10}, {5, 5, 1, 1});
  CHECK(one.pixels == std::vector<std::uint8_t>{99, 7, 7});
}

TEST_CASE("the cache holds the pages used last and no more than it may") {
  const test::Folder folder;
  constexpr std::size_t one_page = 400 * 800;
  web::PageCache cache(3 * one_page);
  const auto first = cache.page(write_page(folder, "0.jpg"));
  CHECK(first->width == 400);
  CHECK(cache.page(folder / "0.jpg") == first);
  for (int i = 1; i < 10; ++i) {
    cache.page(write_page(folder, std::to_string(i) + ".jpg"));
    if (i < 9) CHECK(cache.page(folder / "0.jpg") == first);  // used again and again: it stays
    CHECK(cache.bytes() <= 3 * one_page);
  }
  web::PageCache tiny(1);
  CHECK(tiny.page(folder / "1.jpg")->size() == one_page);
  CHECK(tiny.bytes() == one_page);
  std::filesystem::last_write_time(folder / "0.jpg",
                                   std::filesystem::last_write_time(folder / "0.jpg") + std::chrono::seconds(2));
  CHECK(cache.page(folder / "0.jpg") != first);  // read again: another picture
  test::write_all(folder / "bad.jpg", "no picture");
  CHECK_THROWS_AS(cache.page(folder / "bad.jpg"), Failure);
  CHECK_THROWS_AS(cache.page(folder / "none.jpg"), Failure);
}

TEST_CASE("the page is compiled in byte for byte with types that browsers run") {
  const std::filesystem::path folder = test::source_dir() / "src/review/page";
  std::size_t files = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) files += file.is_regular_file();
  REQUIRE(web::page_files().size() == files);
  for (const web::PageFile& file : web::page_files()) {
    if (file.name != "index.html") CHECK(file.bytes == test::read_all(folder / file.name));
    if (file.name.ends_with(".js")) CHECK(file.type == "text/javascript; charset=utf-8");
    if (file.name.ends_with(".html")) CHECK(file.type == "text/html; charset=utf-8");
  }
}

TEST_CASE("the page's own head and header stand in the frame that pages share") {
  const auto file = std::ranges::find(web::page_files(), "index.html", &web::PageFile::name);
  REQUIRE(file != web::page_files().end());
  const std::string html(file->bytes);
  CHECK(html.starts_with("<!doctype html>"));
  CHECK(html.find('@') == std::string::npos);
  CHECK(html.find("<!-- header -->") == std::string::npos);
  const std::size_t head = html.find("<title>carescan review</title>"), script = html.find("src=\"/app.js\""),
                    body = html.find("<header class=\"top\">"), help = html.find("id=\"help\""),
                    main = html.find("<main id=\"main\"");
  CHECK(head < script);
  CHECK(script < body);
  CHECK(body < help);
  CHECK(help < main);
  CHECK(main < html.size());
}

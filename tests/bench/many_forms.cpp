// Makes a catalogue of forms that look like one make: what identification among hundreds of form pages is measured
// with.
//   many_forms FORM_DIR COUNT SEED OUT
// OUT/made-001 … are pages whose printed lines are drawn from all pages of the form in another order. For each page of
// the form, OUT/uncoded-P is that page without its printed code, and OUT/moved-P-D the same with a part of its lines
// moved down by D mm: versions 1.0 and 1.1 of one form, to be told apart by printing alone. OUT/boxed-P-D is the page
// with a single box to tick D mm further right and nothing else changed.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "pipeline/imaging/codes.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"

namespace {

using namespace carescan;
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr double width_mm = 210, height_mm = 297;
constexpr int paper_above = 200;

/// Rows of a page from `top` to `bottom` that hold printing, with empty paper on both sides.
struct Band {
  const Raster* page;
  int top, bottom;
  int height() const { return bottom - top; }
};

bool is_empty_row(const Raster& page, int y) {
  const auto row = page.pixels.begin() + static_cast<std::ptrdiff_t>(y) * page.width;
  return std::all_of(row, row + page.width, [](std::uint8_t grey) { return grey > paper_above; });
}

std::vector<Band> bands_of(const Raster& page) {
  std::vector<Band> bands;
  for (int y = 0; y < page.height; ++y) {
    if (is_empty_row(page, y)) continue;
    const int top = y;
    while (y < page.height && !is_empty_row(page, y)) ++y;
    bands.push_back({&page, top, y});
  }
  return bands;
}

Raster white(const Raster& like) {
  Raster page = make_raster(like.width, like.height, 1);
  std::fill(page.pixels.begin(), page.pixels.end(), std::uint8_t{255});
  return page;
}

void paste(const Band& band, Raster& page, int at) {
  const auto from = band.page->pixels.begin() + static_cast<std::ptrdiff_t>(band.top) * page.width;
  const int rows = std::min(band.height(), page.height - at);
  std::copy(from, from + static_cast<std::ptrdiff_t>(rows) * page.width,
            page.pixels.begin() + static_cast<std::ptrdiff_t>(at) * page.width);
}

/// Lines in another order, as many as fit, at uneven distances.
Raster made_page(std::vector<Band> bands, const Raster& like, std::mt19937& random) {
  std::shuffle(bands.begin(), bands.end(), random);
  Raster page = white(like);
  const double px_per_mm = like.height / height_mm;
  double y = 12 * px_per_mm;
  for (const Band& band : bands) {
    if (y + band.height() > page.height - 10 * px_per_mm) continue;
    paste(band, page, static_cast<int>(y));
    y += band.height() + px_per_mm * std::uniform_real_distribution(1.0, 5.0)(random);
  }
  return page;
}

void whiten_codes(Raster& page) {
  for (const imaging::PrintedCode& code : imaging::find_codes(page)) {
    const auto [left, right] = std::ranges::minmax(code.corners_px, {}, &PointPx::x);
    const auto [top, bottom] = std::ranges::minmax(code.corners_px, {}, &PointPx::y);
    const int rim = 6;
    for (int y = std::max(0, static_cast<int>(top.y) - rim);
         y < std::min<int>(page.height, static_cast<int>(bottom.y) + rim); ++y)
      for (int x = std::max(0, static_cast<int>(left.x) - rim);
           x < std::min<int>(page.width, static_cast<int>(right.x) + rim); ++x)
        page.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) + static_cast<std::size_t>(x)] =
            255;
  }
}

/// Where the lines from `first_px` to `last_px` (rows) moved down by `by_px`.
struct Move {
  int first_px = 0, last_px = 0, by_px = 0;
};

/// The longest stretch of lines that begins in the middle of the page and has room below it: they move together.
Move chosen_move(const std::vector<Band>& bands, int by_px) {
  for (std::size_t k = bands.size() / 3; k + 1 < bands.size(); ++k)
    for (std::size_t last = k; last + 1 < bands.size(); ++last)
      if (bands[last + 1].top - bands[last].bottom > by_px) return {bands[k].top, bands[last].bottom, by_px};
  throw Failure{"form-too-full", "", fmt::format("no line can move by {} px", by_px), "take a form with more room"};
}

Raster moved_page(const std::vector<Band>& bands, const Move& move, const Raster& like) {
  Raster page = white(like);
  for (const Band& band : bands) {
    const bool moves = band.top >= move.first_px && band.bottom <= move.last_px;
    paste(band, page, band.top + (moves ? move.by_px : 0));
  }
  return page;
}

/// A field with its cells and options, a table with its columns and rows.
void lower(Json& field, double by_mm) {
  const auto move = [&](Json& box) { box[1] = box[1].get<double>() + by_mm; };
  move(field["box"]);
  if (field.contains("cells")) std::ranges::for_each(field["cells"], move);
  if (field.contains("options"))
    for (Json& option : field["options"]) move(option["box"]);
  if (!field.contains("columns")) return;
  for (Json& column : field["columns"]) lower(column, by_mm);
  for (Json& row : field["rows"]) row = row.get<double>() + by_mm;
}

void move_fields(Json& fields, const Move& move, double px_per_mm) {
  for (Json& field : fields) {
    const double middle = (field["box"][1].get<double>() + field["box"][3].get<double>() / 2) * px_per_mm;
    if (middle >= move.first_px && middle <= move.last_px) lower(field, move.by_px / px_per_mm);
  }
}

struct Pixels {
  int left, top, right, bottom;
};

Pixels pixels(const Json& box, double px_per_mm, double grown_mm) {
  const auto at = [&](double mm) { return static_cast<int>(std::lround(mm * px_per_mm)); };
  const double x = box[0], y = box[1], w = box[2], h = box[3];
  return {at(x - grown_mm), at(y - grown_mm), at(x + w + grown_mm), at(y + h + grown_mm)};
}

/// Whether nothing is printed in the rim of `by_mm` around a box.
bool stands_alone(const Raster& page, const Json& box, double px_per_mm, double by_mm) {
  const Pixels inner = pixels(box, px_per_mm, 0.5), outer = pixels(box, px_per_mm, 0.5 + by_mm);
  if (outer.left < 0 || outer.top < 0 || outer.right >= page.width || outer.bottom >= page.height) return false;
  for (int y = outer.top; y < outer.bottom; ++y)
    for (int x = outer.left; x < outer.right; ++x) {
      const bool inside = x >= inner.left && x < inner.right && y >= inner.top && y < inner.bottom;
      if (!inside && page.pixels[static_cast<std::size_t>(y * page.width + x)] <= paper_above) return false;
    }
  return true;
}

void move_right(Raster& page, const Pixels& from, int by_px) {
  for (int y = from.top; y < from.bottom; ++y) {
    const auto row = page.pixels.begin() + static_cast<std::ptrdiff_t>(y) * page.width;
    std::copy_backward(row + from.left, row + from.right, row + from.right + by_px);
    std::fill(row + from.left, row + from.left + by_px, std::uint8_t{255});
  }
}

std::vector<Json*> boxes_of(Json& fields) {
  std::vector<Json*> boxes;
  for (Json& field : fields) {
    if (!field.contains("options")) boxes.push_back(&field["box"]);
    if (field.contains("options"))
      for (Json& option : field["options"]) boxes.push_back(&option["box"]);
  }
  return boxes;
}

/// Moves the first box to tick that has room to the right, on the page and in its field; false where none has.
bool move_a_box(Raster& page, Json& fields, double by_mm) {
  const double px_per_mm = page.height / height_mm;
  for (Json* box : boxes_of(fields)) {
    const bool to_tick = (*box)[2].get<double>() < 8 && (*box)[3].get<double>() < 8;
    if (!to_tick || !stands_alone(page, *box, px_per_mm, by_mm)) continue;
    move_right(page, pixels(*box, px_per_mm, 0.5), static_cast<int>(std::lround(by_mm * px_per_mm)));
    (*box)[0] = (*box)[0].get<double>() + by_mm;
    return true;
  }
  return false;
}

/// What names files and other pages.
void leave_elsewhere(Json& field) {
  for (const char* member : {"lexicon", "rules"}) field.erase(member);
}

Json fields_of_page(const Json& form, int page) {
  Json fields = Json::array();
  for (Json field : form.at("fields")) {
    if (field.value("page", 1) != page) continue;
    field["page"] = 1;
    leave_elsewhere(field);
    if (field.contains("columns")) std::ranges::for_each(field["columns"], leave_elsewhere);
    fields.push_back(field);
  }
  return fields;
}

void write_form(const fs::path& folder, const Raster& page, const Json& fields) {
  fs::create_directories(folder);
  const std::string id = folder.filename().string();
  const Json form{{"id", id},
                  {"version", "1.0"},
                  {"title", id},
                  {"blank", "blank.png"},
                  {"pages", Json::array({{{"number", 1}, {"width_mm", width_mm}, {"height_mm", height_mm}}})},
                  {"fields", fields}};
  std::ofstream(folder / "form.json") << form.dump(1);
  std::ofstream(folder / "blank.png", std::ios::binary) << intake::encode_png(page, page.height / height_mm * 25.4);
}

void write_versions(const fs::path& out, const Json& form, const Raster& page, int number) {
  const double px_per_mm = page.height / height_mm;
  const std::vector<Band> bands = bands_of(page);
  write_form(out / fmt::format("uncoded-{}", number), page, fields_of_page(form, number));
  for (const int mm : {1, 2, 3}) {
    const Move move = chosen_move(bands, static_cast<int>(std::lround(mm * px_per_mm)));
    Json fields = fields_of_page(form, number);
    move_fields(fields, move, px_per_mm);
    write_form(out / fmt::format("moved-{}-{}", number, mm), moved_page(bands, move, page), fields);
    Raster boxed = page;
    fields = fields_of_page(form, number);
    if (move_a_box(boxed, fields, mm)) write_form(out / fmt::format("boxed-{}-{}", number, mm), boxed, fields);
  }
}

void make(const fs::path& form_folder, int count, unsigned seed, const fs::path& out) {
  intake::IntakeOptions intake;
  intake.pdf_renderer = fs::path(CARESCAN_BINARY_DIR) / "carescan-pdf";
  const Json form = Json::parse(std::ifstream(form_folder / "form.json"));
  std::vector<Raster> pages = intake::load_pages(form_folder / form.value("blank", "blank.pdf"), intake);
  for (Raster& page : pages) whiten_codes(page);
  std::vector<Band> bands;
  for (const Raster& page : pages)
    for (const Band& band : bands_of(page)) bands.push_back(band);
  std::mt19937 random(seed);
  const Json anywhere = Json::array(
      {{{"name", "mark"}, {"label", "Mark"}, {"kind", "checkbox"}, {"page", 1}, {"box", {4.0, 4.0, 4.0, 4.0}}}});
  for (int i = 1; i <= count; ++i)
    write_form(out / fmt::format("made-{:03}", i), made_page(bands, pages.front(), random), anywhere);
  for (std::size_t i = 0; i < pages.size(); ++i) write_versions(out, form, pages[i], static_cast<int>(i) + 1);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    std::cerr << "usage: many_forms FORM_DIR COUNT SEED OUT\n";
    return 2;
  }
  try {
    make(arguments[1], std::stoi(arguments[2]), static_cast<unsigned>(std::stoul(arguments[3])), arguments[4]);
    return 0;
  } catch (const Failure& failure) {
    std::cerr << fmt::format("{}: {}: {} ({})\n", failure.code, failure.path, failure.why, failure.hint);
    return 1;
  }
}

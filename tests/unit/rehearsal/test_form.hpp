#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"

// A small form made in code, so that these tests hang on no shipped template, font or shared folder.
namespace carescan::test {

inline std::vector<BoxMm> row_of_cells(double x, double y, int count, double width = 6, double height = 8) {
  std::vector<BoxMm> cells;
  for (int i = 0; i < count; ++i) cells.push_back({x + i * width, y, width, height});
  return cells;
}

inline Field field(const std::string& name, FieldKind kind, BoxMm box, int page = 1) {
  Field made;
  made.name = name;
  made.label = name;
  made.kind = kind;
  made.box = box;
  made.page = page;
  return made;
}

inline Field comb(const std::string& name, FieldKind kind, double y, int cells) {
  Field made = field(name, kind, {20, y, cells * 6.0, 8});
  made.cells = row_of_cells(20, y, cells);
  made.alphabet = kind == FieldKind::postcode ? "alphanumeric" : "digits";
  return made;
}

inline Field choice(const std::string& name, FieldKind kind, double y) {
  Field made = field(name, kind, {20, y, 120, 5});
  made.options = {{"red", "Red", {20, y, 5, 5}}, {"green", "Green", {60, y, 5, 5}}, {"blue", "Blue", {100, y, 5, 5}}};
  return made;
}

inline FormTemplate small_form() {
  FormTemplate form;
  form.id = "small-form";
  form.version = "1.0";
  form.pages = {{1, 210, 297}, {2, 210, 297}};
  form.fields = {field("surname", FieldKind::text, {20, 20, 80, 8}),
                 comb("date_of_birth", FieldKind::date, 35, 8),
                 comb("nhs_number", FieldKind::nhs_number, 50, 10),
                 comb("postcode", FieldKind::postcode, 65, 7),
                 comb("phone", FieldKind::phone, 80, 11),
                 comb("weight_kg", FieldKind::number, 95, 4),
                 field("walks", FieldKind::checkbox, {20, 110, 5, 5}),
                 choice("colour", FieldKind::choice, 120),
                 choice("colours", FieldKind::choices, 130),
                 field("no_known_allergies", FieldKind::none_box, {20, 140, 5, 5}),
                 field("allergy_1_substance", FieldKind::text, {20, 150, 80, 8}),
                 field("allergy_2_substance", FieldKind::text, {20, 160, 80, 8}),
                 field("what_matters", FieldKind::paragraph, {20, 30, 170, 27}, 2),
                 field("person_signature", FieldKind::signature, {20, 70, 70, 15}, 2),
                 comb("person_signed_on", FieldKind::date, 90, 8)};
  form.fields[9].ties = "allergy_1_substance";
  form.fields[5].decimals = 1;
  form.fields[12].lines = 3;
  form.fields[14].page = 2;
  return form;
}

// What would be printed: frames of one dark pixel, at 150 dpi.
inline std::vector<Raster> printed_blanks(const FormTemplate& form) {
  std::vector<Raster> blanks(form.pages.size(), make_raster(1240, 1754));
  const double px = 1240 / 210.0;
  const auto frame = [&](Raster& page, const BoxMm& box) {
    const int left = static_cast<int>(box.x * px), right = static_cast<int>(box.right() * px);
    const int top = static_cast<int>(box.y * px), bottom = static_cast<int>(box.bottom() * px);
    const auto dot = [&](int x, int y) { page.pixels[static_cast<std::size_t>(y * page.width + x)] = 60; };
    for (int x = left; x <= right; ++x) dot(x, top), dot(x, bottom);
    for (int y = top; y <= bottom; ++y) dot(left, y), dot(right, y);
  };
  for (const Field& f : form.fields) {
    Raster& page = blanks.at(static_cast<std::size_t>(f.page - 1));
    frame(page, f.box);
    for (const BoxMm& cell : f.cells) frame(page, cell);
    for (const Option& option : f.options) frame(page, option.box);
  }
  return blanks;
}

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A folder of its own that goes when the test ends.
struct ScratchFolder {
  std::filesystem::path path;
  explicit ScratchFolder(const std::string& name)
      : path(std::filesystem::temp_directory_path() /
             ("carescan-test-rehearsal-" + name + "-" + std::to_string(::getpid()))) {
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
  }
  ~ScratchFolder() { std::filesystem::remove_all(path); }
};

}  // namespace carescan::test

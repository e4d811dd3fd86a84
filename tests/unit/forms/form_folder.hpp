#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "pipeline/model/geometry.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::forms::testing {

/// An empty folder that goes away with its owner.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "carescan-forms-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path); }

  std::filesystem::path path;
};

inline void write(const std::filesystem::path& file, const std::string& text) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

/// A form with a text field and a checkbox that nothing is wrong with.
inline nlohmann::json sound_form() {
  return nlohmann::json::parse(R"({
    "id": "tea-list", "version": "1.0", "title": "Tea list",
    "pages": [{"number": 1, "width_mm": 100, "height_mm": 100}],
    "fields": [
      {"name": "surname", "label": "Surname", "kind": "text", "page": 1, "box": [10, 10, 60, 8]},
      {"name": "sugar", "label": "Sugar", "kind": "checkbox", "page": 1, "box": [10, 30, 5, 5]}
    ],
    "fhir": [{"resourceType": "Basic", "code": {"text": "{{surname}} {{sugar}}"}}]
  })");
}

/// Writes a form folder with a (nearly empty) blank beside form.json.
inline std::filesystem::path write_form(const std::filesystem::path& dir, const nlohmann::json& form) {
  write(dir / "form.json", form.dump(2));
  write(dir / "blank.pdf", "%PDF-1.4\n");
  return dir;
}

inline void paint(Raster& page, double px_per_mm, const BoxMm& box, std::uint8_t grey = 0) {
  for (int y = static_cast<int>(box.y * px_per_mm); y < static_cast<int>(box.bottom() * px_per_mm); ++y)
    for (int x = static_cast<int>(box.x * px_per_mm); x < static_cast<int>(box.right() * px_per_mm); ++x)
      page.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) + static_cast<std::size_t>(x)] =
          grey;
}

/// Four lines of 0.3 mm whose middle is the edge of the box.
inline void paint_frame(Raster& page, double px_per_mm, const BoxMm& b) {
  paint(page, px_per_mm, {b.x - 0.15, b.y - 0.15, b.width + 0.3, 0.3});
  paint(page, px_per_mm, {b.x - 0.15, b.bottom() - 0.15, b.width + 0.3, 0.3});
  paint(page, px_per_mm, {b.x - 0.15, b.y - 0.15, 0.3, b.height + 0.3});
  paint(page, px_per_mm, {b.right() - 0.15, b.y - 0.15, 0.3, b.height + 0.3});
}

}  // namespace carescan::forms::testing

#include "pipeline/batch/page_shelf.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <sstream>
#include <system_error>

#include "pipeline/batch/out_unwritable.hpp"
#include "pipeline/records/json_parts.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

using records::Digits;
using records::Json;

std::string json_of(const FormPageRead& read) {
  Json readings = Json::array();
  for (const Reading& reading : read.readings) readings.push_back(records::reading_json(reading));
  const Json json{{"form", read.form},
                  {"page", records::page_json(read.page, Digits::all)},
                  {"readings", std::move(readings)},
                  {"instance", read.instance},
                  {"written_mm2", read.written_mm2}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

FormPageRead page_read_of(const std::string& text) {
  const Json json = Json::parse(text);
  FormPageRead read;
  read.form = json.at("form").get<std::size_t>();
  read.page = records::page_of(json.at("page"));
  for (const Json& reading : json.at("readings")) read.readings.push_back(records::reading_of(reading));
  read.instance = json.at("instance").get<std::string>();
  read.written_mm2 = json.at("written_mm2").get<double>();
  return read;
}

/// Two lines with its size, then the cells.
std::string bytes_of(const imaging::InkSketch& sketch) {
  std::string bytes = fmt::format("{}\n{}\n", sketch.columns, sketch.rows);
  bytes.append(sketch.cells.begin(), sketch.cells.end());
  return bytes;
}

imaging::InkSketch sketch_of(const std::string& bytes) {
  std::istringstream in(bytes);
  imaging::InkSketch sketch;
  in >> sketch.columns >> sketch.rows;
  const auto cells = static_cast<std::size_t>(in.tellg()) + 1;
  sketch.cells.assign(bytes.begin() + static_cast<std::ptrdiff_t>(cells), bytes.end());
  return sketch;
}

}  // namespace

PageShelf::PageShelf(const OutFolder& out, const std::string& source_sha256)
    : folder_(out.staging() / fmt::format("{}-{}-pages", ::getpid(), source_sha256.substr(0, 16))) {
  fs::remove_all(folder_);
  create_folder(folder_);
}

PageShelf::~PageShelf() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

fs::path PageShelf::file(int source_page, const char* extension) const {
  return folder_ / (std::to_string(source_page) + extension);
}

void PageShelf::put(const FormPageRead& read) const {
  const int number = read.page.source.page;
  write_scratch(file(number, ".jpg"), read.picture);
  write_scratch(file(number, ".ink"), bytes_of(read.sketch));
  write_scratch(file(number, ".json"), json_of(read));
}

FormPageRead PageShelf::at(int source_page) const {
  FormPageRead read = page_read_of(read_file(file(source_page, ".json")));
  read.picture = read_file(file(source_page, ".jpg"));
  read.sketch = sketch(source_page);
  return read;
}

imaging::InkSketch PageShelf::sketch(int source_page) const {
  return sketch_of(read_file(file(source_page, ".ink")));
}

}  // namespace carescan::batch

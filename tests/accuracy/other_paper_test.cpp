#include "pipeline/intake/write_image.hpp"

#include <algorithm>

#include "tests/accuracy/geometry_bench.hpp"

using namespace carescan;
using namespace carescan::test;

namespace {

/// Strips of this height (or width) are put in another order: the fonts, boxes and rules of a care plan, but not its
/// layout. A form of the same house looks like that.
constexpr int strip_px = 120;

Raster mirrored(const Raster& page) {
  Raster out = page;
  for (int y = 0; y < page.height; ++y) {
    const auto row = out.pixels.begin() + static_cast<std::ptrdiff_t>(y) * page.width;
    std::reverse(row, row + page.width);
  }
  return out;
}

/// Where place `i` of `length` comes from: strips from the two ends in turn; what is left over stays.
int shuffled(int i, int length) {
  const int strips = length / strip_px, strip = i / strip_px;
  if (strip >= strips) return i;
  return (strip % 2 == 0 ? strip / 2 : strips - 1 - strip / 2) * strip_px + i % strip_px;
}

Raster in_other_order(const Raster& page, bool rows) {
  Raster out = page;
  for (int y = 0; y < page.height; ++y)
    for (int x = 0; x < page.width; ++x) {
      const int from_x = rows ? x : shuffled(x, page.width), from_y = rows ? shuffled(y, page.height) : y;
      out.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(page.width) + static_cast<std::size_t>(x)] =
          page.pixels[static_cast<std::size_t>(from_y) * static_cast<std::size_t>(page.width) +
                      static_cast<std::size_t>(from_x)];
    }
  return out;
}

/// Scanned pages of the samples, grey.
std::vector<Raster> care_plan_pages() {
  std::vector<Raster> pages;
  for (const auto& entry : fs::directory_iterator(source_dir() / "samples/care-plan/png-pages")) {
    const Raster page = intake::decode_image(read_all(entry.path()), entry.path().filename().string());
    REQUIRE(page.channels == 1);
    pages.push_back(page);
  }
  return pages;
}

void put(const fs::path& folder, const std::string& name, const Raster& page) {
  write_all(folder / (name + ".jpg"), intake::encode_jpeg(page, 80, 200));
}

/// How many pages there were, and that nobody claimed one.
std::size_t refused(const fs::path& scans) {
  std::size_t seen = 0;
  for (const nlohmann::json& page : measured_pages(scans)) {
    CAPTURE(page.dump());
    CHECK_FALSE(page.contains("found"));
    CHECK_FALSE(page["reason"].get<std::string>().empty());
    ++seen;
  }
  return seen;
}

}  // namespace

TEST_CASE("paper printed like a form but laid out otherwise is refused") {
  const Folder folder;
  const std::vector<Raster> pages = care_plan_pages();
  REQUIRE(pages.size() == 4);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const std::string page(1, static_cast<char>('a' + i));
    put(folder / "scans", "mirrored-" + page, mirrored(pages[i]));
    put(folder / "scans", "rows-" + page, in_other_order(pages[i], true));
    put(folder / "scans", "columns-" + page, in_other_order(pages[i], false));
  }
  CHECK(refused(folder / "scans") == 12);
}

TEST_CASE("the same pages as they were scanned are found") {
  const Folder folder;
  const std::vector<Raster> pages = care_plan_pages();
  for (std::size_t i = 0; i < pages.size(); ++i)
    put(folder / "scans", std::string(1, static_cast<char>('a' + i)), pages[i]);
  for (const nlohmann::json& page : measured_pages(folder / "scans")) CHECK(page.contains("found"));
}

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "pipeline/imaging/mat.hpp"
#include "pipeline/imaging/register.hpp"
#include "pipeline/intake/write_image.hpp"

using namespace carescan;
using namespace carescan::imaging;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

fs::path photos() {
  return fs::path(CARESCAN_SOURCE_DIR) / ".." / "shared" / "data" / "real-forms";
}

bool is_missing() {
  if (fs::exists(photos() / "odk-scan" / "blank.jpg")) return false;
  MESSAGE("skipped: the real photographs are not here (../shared/data/real-forms)");
  return true;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

PageImage photo(const fs::path& file) {
  PageImage page;
  page.raster = intake::decode_image(bytes_of(file), file.filename().string());
  return page;
}

/// The blank is 832 px wide and printed on A4.
constexpr double mm_per_design_px = 210.0 / 832;

struct Sheet {
  Json boxes = Json::parse(bytes_of(photos() / "odk-scan" / "boxes.json"));
  Json truth = Json::parse(bytes_of(photos() / "odk-scan" / "truth.json"));
  PagePrint print = prepare_print(photo(photos() / "odk-scan" / "blank.jpg").raster,
                                  FormPage{1, 210, 1176 * mm_per_design_px}, fields());

  std::vector<Field> fields() const {
    std::vector<Field> all;
    for (const Json& b : boxes["boxes"]) {
      Field f;
      f.kind = FieldKind::checkbox;
      f.box = {b["x"].get<double>() * mm_per_design_px, b["y"].get<double>() * mm_per_design_px,
               b["w"].get<double>() * mm_per_design_px, b["h"].get<double>() * mm_per_design_px};
      all.push_back(f);
    }
    return all;
  }
};

Homography truth_of(const Json& image) {
  Homography h;
  for (std::size_t i = 0; i < 9; ++i) h.h[i] = image["template_to_image"][i / 3][i % 3];
  return h;
}

/// Distances of the box centres from the truth, template mm.
std::vector<double> box_errors(const Sheet& sheet, const Registration& r, const Homography& truth) {
  std::vector<double> errors;
  for (const Field& f : sheet.fields()) {
    const PointMm centre{f.box.x + f.box.width / 2, f.box.y + f.box.height / 2};
    const PointPx seen = r.source_px(sheet.print, centre);
    const PointPx true_px = truth({centre.x / mm_per_design_px, centre.y / mm_per_design_px});
    errors.push_back(std::hypot(seen.x - true_px.x, seen.y - true_px.y) / local_scale(r.to_source, centre));
  }
  return errors;
}

double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

}  // namespace

TEST_CASE("all 32 real phone photographs of the checkbox sheet are registered") {
  if (is_missing()) return;
  const Sheet sheet;
  std::vector<double> errors;
  int accepted = 0;
  for (const auto& [name, image] : sheet.truth["images"].items()) {
    const Identification id = identify(straighten(photo(photos() / "odk-scan" / name)), {sheet.print});
    CAPTURE(name);
    CAPTURE(id.reason);
    CHECK(id.accepted.has_value());
    if (!id.accepted) continue;
    ++accepted;
    CHECK(id.accepted->turn_deg == 0);
    CHECK(id.accepted->printing_mm < 0.3);
    for (const double e : box_errors(sheet, *id.accepted, truth_of(image))) errors.push_back(e);
  }
  CHECK(accepted == 32);
  // The truth is one homography a photograph and itself 0.1 mm (median) to 0.5 mm (90 %) off where the paper curls.
  MESSAGE("box centres from truth, mm: p50 " << quantile(errors, 0.5) << " p90 " << quantile(errors, 0.9) << " p99 "
                                             << quantile(errors, 0.99));
  CHECK(quantile(errors, 0.5) < 0.1);
  CHECK(quantile(errors, 0.9) < 0.3);
  CHECK(quantile(errors, 0.99) < 1.2);
}

TEST_CASE("real photographs of other paper are not taken for the checkbox sheet") {
  if (is_missing()) return;
  const Sheet sheet;
  int seen = 0;
  for (const auto& entry : fs::directory_iterator(photos() / "omr-sheets" / "photos")) {
    const Identification id = identify(straighten(photo(entry.path())), {sheet.print});
    CAPTURE(entry.path().filename().string());
    CHECK_FALSE(id.accepted.has_value());
    ++seen;
  }
  CHECK(seen == 16);
}

TEST_CASE("real photographs of the checkbox sheet are not taken for an answer sheet") {
  if (is_missing()) return;
  const PagePrint answers =
      prepare_print(photo(photos() / "omr-sheets" / "student_number_blank.png").raster, FormPage{1, 210, 297}, {});
  int seen = 0;
  for (const auto& entry : fs::directory_iterator(photos() / "odk-scan" / "photos")) {
    if (++seen % 4 != 0) continue;
    CHECK_FALSE(identify(straighten(photo(entry.path())), {answers}).accepted.has_value());
  }
  CHECK(seen == 32);
}

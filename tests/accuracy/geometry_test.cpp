#include <optional>

#include "tests/accuracy/geometry_bench.hpp"

using namespace carescan::test;
using Json = nlohmann::json;

namespace {

/// What a preset's pages must hold, 20 pages for each group of presets that has gates of its own: what was measured
/// when it was set, with a little slack. The gates are wider and speak of 300 pages a preset (scripts/bench/geometry).
struct Held {
  const char* preset;
  int forms;  ///< of 4 pages
  /// Before the form is known; the worst of those not flagged. Nothing where photographs are taken aslant: no single
  /// angle is true of them.
  std::optional<double> skew_mean_deg, skew_worst_deg;
  double field_p99_mm;  ///< as read
  int beyond;           ///< field corners off by more than twice the reported residual
};

const std::string table = (source_dir() / "scripts/bench/geometry-table").string();

void paint(const fs::path& scans, const char* preset, int forms, const char* seed) {
  const Ran ran = run_carescan({"synth", (source_dir() / "templates/care-plan").string(), "--scanner", preset,
                                "--count", std::to_string(forms), "--seed", seed, "--out", scans.string()});
  REQUIRE_MESSAGE(ran.exit_code == 0, ran.err);
}

std::string as_lines(const std::vector<Json>& pages) {
  std::string lines;
  for (const Json& page : pages) lines += page.dump() + "\n";
  return lines;
}

/// The figures that scripts/bench/geometry-table makes of these pages.
Json figures(const char* preset, const std::vector<Json>& pages) {
  const Folder folder;
  write_all(folder / "pages.jsonl", as_lines(pages));
  const Ran ran = run({"python3", table, "--json", (folder / "figures.json").string(),
                       std::string(preset) + "=" + (folder / "pages.jsonl").string()});
  REQUIRE_MESSAGE((ran.exit_code == 0 || ran.exit_code == 3), ran.err);
  return Json::parse(read_all(folder / "figures.json")).at(preset);
}

void hold(const Held& held) {
  const Folder folder;
  paint(folder / "scans", held.preset, held.forms, "190201");
  const Json f = figures(held.preset, measured_pages(folder / "scans"));
  CAPTURE(held.preset);
  MESSAGE(std::string(held.preset) << ": blind skew " << f["blind_skew"].dump() << ", read " << f["read_mm"].dump()
                                   << ", beyond " << f["beyond_read"].dump() << ", refused " << f["refused"].dump());
  CHECK(f["form_pages"] == 4 * held.forms);
  CHECK(f["identified"] == 1.0);
  CHECK(f["wrong"] == 0);
  if (held.skew_mean_deg) CHECK(f["blind_skew"]["mean"].get<double>() <= *held.skew_mean_deg);
  if (held.skew_worst_deg) CHECK(f["blind_skew"]["worst_not_flagged"].get<double>() <= *held.skew_worst_deg);
  CHECK(f["read_mm"]["corners"] == held.forms * 137 * 4);
  CHECK(f["read_mm"]["p99"].get<double>() <= held.field_p99_mm);
  CHECK(f["beyond_read"]["share"].get<double>() * f["read_mm"]["corners"].get<double>() <= held.beyond + 0.5);
}

/// One made-up line as geometry_bench writes it.
Json page_line(double skew_error, double field_error) {
  return {{"file", "a.pdf"},
          {"source_page", 1},
          {"blank", false},
          {"blind_deg", 1.0},
          {"blind_confidence", 0.9},
          {"blind_error_deg", skew_error},
          {"reason", ""},
          {"truth", {{"form", "a"}, {"page", 1}, {"turn_deg", 0}, {"skew_deg", 1.0}}},
          {"found", {{"form", "a"}, {"page", 1}, {"residual_mm", 0.1}}},
          {"margin", 2.0},
          {"skew_error_deg", 0.0},
          {"sheet_mm", {0.1, 0.1, 0.1, 0.1}},
          {"fields", {{{"name", "f"}, {"map_mm", {0.1, 0.1, 0.1, 0.1}}, {"read_mm", {0.1, 0.1, 0.1, field_error}}}}},
          {"cpu_ms", {{"decode", 1.0}, {"straighten", 2.0}, {"identify", 3.0}}}};
}

/// The gates that do not hold.
std::vector<std::string> failing(const std::vector<Json>& pages) {
  const Json f = figures("office", pages);
  std::vector<std::string> names;
  for (const Json& gate : f["gates"])
    if (!gate["holds"].get<bool>()) names.push_back(gate["gate"]);
  return names;
}

}  // namespace

TEST_CASE("clean scans lie where the truth says") {
  hold({"clean", 2, 0.01, 0.05, 0.1, 0});
}

TEST_CASE("office scans lie where the truth says") {
  hold({"office", 3, 0.01, 0.1, 0.15, 0});
}

TEST_CASE("photocopies lie where the truth says") {
  hold({"copier", 1, 0.01, 0.1, 0.15, 0});
}

TEST_CASE("faxes lie where the truth says") {
  hold({"fax", 2, 0.03, 0.25, 0.25, 0});
}

TEST_CASE("old paper lies where the truth says") {
  hold({"old", 2, 0.02, 0.1, 0.2, 0});
}

TEST_CASE("phone photographs lie where the truth says") {
  hold({"phone", 5, {}, {}, 0.2, 0});
}

TEST_CASE("a truth that is one millimetre off shows as one millimetre") {
  const Folder folder;
  paint(folder / "scans", "clean", 1, "190202");
  for (const auto& entry : fs::directory_iterator(folder / "scans")) {
    if (entry.path().extension() != ".json") continue;
    Json truth = Json::parse(read_all(entry.path()));
    for (Json& page : truth["documents"][0]["pages"]) {
      const double width_px = page["corners_px"][1][0].get<double>() - page["corners_px"][0][0].get<double>();
      for (Json& corner : page["corners_px"]) corner[0] = corner[0].get<double>() + width_px / 210;
    }
    write_all(entry.path(), truth.dump());
  }
  const std::vector<Json> pages = measured_pages(folder / "scans");
  CHECK(pages.size() == 4);
  for (const Json& page : pages)
    for (const Json& error : page["sheet_mm"]) CHECK(error.get<double>() == doctest::Approx(1).epsilon(0.1));
}

TEST_CASE("every gate of geometry can fail") {
  CHECK(failing({page_line(0.001, 0.1)}).empty());
  CHECK(failing({page_line(0.02, 0.21)}) == std::vector<std::string>{"true error > 2 × residual, as read"});
  CHECK(failing({page_line(0.4, 0.5)}).size() == 5);  // skew's three, the error in mm and what the residual says of it
  Json flagged = page_line(0.4, 0.1);
  flagged["blind_confidence"] = 0.1;
  CHECK(failing({flagged}).size() == 2);  // a flagged angle still counts in mean and share
  Json wrong = page_line(0, 0.1);
  wrong["found"]["page"] = 2;
  CHECK(failing({page_line(0, 0.1), wrong}) == std::vector<std::string>{"pages identified", "wrong form accepted"});
  Json quarantined = page_line(0, 0.1);
  quarantined.erase("found");
  quarantined["reason"] = "no-form-matches";
  CHECK(failing({page_line(0, 0.1), quarantined}) == std::vector<std::string>{"pages identified"});
  Json stranger = page_line(0, 0.1);
  stranger.erase("truth");
  stranger.erase("blind_error_deg");
  CHECK(failing({page_line(0, 0.1), stranger}) == std::vector<std::string>{"wrong form accepted"});
  CHECK(failing({}).size() > 5);  // nothing measured holds nothing
}

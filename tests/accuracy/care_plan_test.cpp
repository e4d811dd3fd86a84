#include "tests/accuracy/ratchet.hpp"

using namespace carescan::test;

namespace {

// What these runs hold; `scripts/bench/accuracy office 20 4711` prints the office figures. A better reader raises them
// in the same commit.
// clang-format off
//                             group    total  right accepted ≥  asked ≤   measured: right accepted, asked
constexpr Ratchet samples[]{{"fields",  1233,              585,    648},  // 593, 640
                            {"inked",   627,              186,    441},  // 191, 436
                            {"blank",   606,              392,    214}};  // 402, 204
constexpr Ratchet office[]{{"fields",  2740,             1240,   1500},  // 1250, 1490
                           {"inked",  1501,              445,   1056},  // 451, 1050
                           {"blank",  1239,              787,    452}};  // 799, 440
//                                       kind     inked wrong ≤            measured
constexpr KindRatchet sample_marks[]{{"checkbox",             0},         // 0 of 55
                                     {"choice",               2}};        // 0 of 57
constexpr KindRatchet office_marks[]{{"checkbox",             0},         // 0 of 132
                                     {"choice",               2}};        // 0 of 152
constexpr double office_corner_p99_mm = 0.15;                             // 0.05
// clang-format on

/// Every row that somebody wrote in is there, and no other.
void hold_rows(const Json& score) {
  const Json& rows = score["tables"];
  tell("tables", rows);
  CHECK(rows["truth"] > 50);
  CHECK(rows["found"] == rows["truth"]);
  CHECK(rows["lost"] == 0);
  CHECK(rows["invented"] == 0);
}

}  // namespace

TEST_CASE("samples of the care plan are read as well as they were") {
  const Folder folder;
  const Json score = scored_run(source_dir() / "samples/care-plan", source_dir() / "samples/care-plan",
                                source_dir() / "templates", folder / "out");
  CHECK(score["documents"]["truth"] == 9);
  CHECK(score["documents"]["found"] == 9);
  CHECK(score["pages"]["right"] == score["pages"]["truth"]);
  CHECK(score["pages"]["wrong"] == 0);
  for (const Ratchet& ratchet : samples) hold(score, ratchet);
  for (const KindRatchet& ratchet : sample_marks) hold(score, ratchet);
  hold_rows(score);
}

TEST_CASE("twenty office scans of the care plan are read as well as they were") {
  const Folder folder;
  const fs::path form = source_dir() / "templates/care-plan";
  const Ran synth = run_carescan({"synth", form.string(), "--count", "20", "--seed", "4711", "--scanner", "office",
                                  "--out", (folder / "scans").string()});
  REQUIRE_MESSAGE(synth.exit_code == 0, synth.err);
  const Json score = scored_run(folder / "scans", folder / "scans", source_dir() / "templates", folder / "out");
  CHECK(score["documents"]["found"] == 20);
  CHECK(score["pages"]["right"] == 80);
  CHECK(score["pages"]["wrong"] == 0);
  tell("corner_mm", score["corner_mm"]);
  CHECK(score["corner_mm"]["p99"] <= office_corner_p99_mm);
  for (const Ratchet& ratchet : office) hold(score, ratchet);
  for (const KindRatchet& ratchet : office_marks) hold(score, ratchet);
  hold_rows(score);
}

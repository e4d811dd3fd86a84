#include "tests/accuracy/scored_run.hpp"

using namespace carescan::test;

// Ratchets: what was measured when they were set. A better figure raises them in the same commit.

TEST_CASE("samples are read as well as they were") {
  const Folder folder;
  const Json score =
      scored_run(source_dir() / "samples", source_dir() / "samples", source_dir() / "templates", folder / "out");
  tell("all", score["fields"]);
  tell("inked", score["inked"]);
  tell("blank", score["blank"]);
  CHECK(score["documents"]["found"] == score["documents"]["truth"]);
  CHECK(score["pages"]["wrong"] == 0);
  CHECK(score["fields"]["silently_wrong"] == 0);
}

TEST_CASE("twenty office scans of the care plan are read as well as they were") {
  const Folder folder;
  const fs::path form = source_dir() / "templates/care-plan";
  REQUIRE(run_carescan({"synth", form.string(), "--count", "20", "--seed", "2026", "--scanner", "office", "--out",
                        (folder / "scans").string()})
              .exit_code == 0);
  const Json score = scored_run(folder / "scans", folder / "scans", source_dir() / "templates", folder / "out");
  tell("all", score["fields"]);
  tell("inked", score["inked"]);
  tell("blank", score["blank"]);
  tell("corner_mm", score["corner_mm"]);
  CHECK(score["documents"]["found"] == 20);
  CHECK(score["pages"]["right"] == 80);
  CHECK(score["pages"]["wrong"] == 0);
  CHECK(score["corner_mm"]["p99"] <= 0.6);
  CHECK(score["fields"]["silently_wrong"] == 0);
}

#include "tests/accuracy/ratchet.hpp"

using namespace carescan::test;

namespace {

// What the photographs hold; what was measured stands beside it. They show 3 sheets filled by few writers, 32 times in
// all, under different light and slant: 32 looks at 3 hands, not 32 hands.
constexpr long photographs = 32;                              // total  right accepted  asked
constexpr Ratchet photographed = {"fields", 1110, 990, 120};  // 1000, 110: all drafts right

/// True where the real photographs are at hand; says so where not.
bool have(const fs::path& data) {
  if (fs::exists(data)) return true;
  MESSAGE("skipped: " << data.filename().string() << " is not here");
  return false;
}

/// The checkbox sheet's template with its blank, which is not ours to ship.
void put_template(const fs::path& data, const fs::path& folder) {
  fs::create_directories(folder);
  fs::copy(source_dir() / "tests/accuracy/real-forms/odk-checkbox-sheet", folder, fs::copy_options::recursive);
  fs::copy(data / "blank.jpg", folder / "blank.jpg");
}

}  // namespace

TEST_CASE("photographs of checkbox sheets filled by hand are read as well as they were") {
  const fs::path data = shared_dir() / "data/real-forms/odk-scan";
  if (!have(data)) return;
  const Folder folder;
  put_template(data, folder / "templates/odk-checkbox-sheet");
  const Ran truth = run({"python3", (source_dir() / "tests/accuracy/real-forms/make-odk-truth").string(), data.string(),
                         (folder / "truth").string()});
  REQUIRE_MESSAGE(truth.exit_code == 0, truth.err);
  const Json score = scored_run(data / "photos", folder / "truth", folder / "templates", folder / "out");
  tell("inked", score["inked"]);
  tell("blank", score["blank"]);
  CHECK(score["documents"]["truth"] == photographs);
  CHECK(score["documents"]["found"] == photographs);
  CHECK(score["pages"]["right"] == photographs);
  CHECK(score["pages"]["wrong"] == 0);
  hold(score, photographed);
}

TEST_CASE("paper of other designs ends in quarantine and never in a document or a crash") {
  const fs::path data = shared_dir() / "data/real-forms/omr-sheets/photos";
  if (!have(data)) return;
  const Folder folder;
  const Ran ran = run_carescan({"read", data.string(), "--out", (folder / "out").string()});
  CHECK_MESSAGE(ran.exit_code == 3, ran.err);
  const Json status = Json::parse(run_carescan({"status", (folder / "out").string(), "--json"}).out);
  CHECK(status["balances"] == true);
  CHECK(status["pages"]["quarantined"] == 16);
  CHECK(status["pages"]["in"] == 16);
  CHECK(status["documents"]["total"] == 0);
}

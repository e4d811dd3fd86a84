#include <algorithm>

#include "tests/accuracy/geometry_bench.hpp"
#include "tests/accuracy/ratchet.hpp"

using namespace carescan::test;

namespace {

// What the photographs hold; what was measured stands beside it. They show 3 sheets filled by few writers, 32 times in
// all, under different light and slant: 32 looks at 3 hands, not 32 hands.
constexpr long photographs = 32;                              // total  right accepted  asked
constexpr Ratchet photographed = {"fields", 1110, 1020, 90};  // 1031, 79: all drafts right

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

/// One picture of an answer sheet beside its truth, and the template whose blank was made of the other pictures.
struct HeldOut {
  const char* photo;
  const char* design;
  double field_mm;      ///< field corners, median distance from the given homography: what was measured, with slack
  long right_at_least;  ///< fields whose draft is right; all of them are asked or right
  long accepted_at_least;
};

// Distances are as exact as the homographies: 0.1 mm for mock_exam, a few tenths for student_number. Of mock_exam_1 the
// head is covered and the bubbles are pale: they are placed, but most drafts are wrong (and asked).
constexpr HeldOut held_out[] = {
    {"student_number_1.jpg", "student_number", 0.2, 6, 5}, {"student_number_2.jpg", "student_number", 0.1, 5, 6},
    {"student_number_3.jpg", "student_number", 0.12, 6, 6}, {"mock_exam_1.jpg", "mock_exam", 0.2, 10, 0},
    {"mock_exam_2.jpg", "mock_exam", 0.2, 98, 98},          {"mock_exam_3.jpg", "mock_exam", 0.2, 98, 94},
    {"mock_exam_4.jpg", "mock_exam", 0.2, 98, 94},          {"mock_exam_5.jpg", "mock_exam", 0.2, 98, 97}};

const std::string real_forms = (source_dir() / "tests/accuracy/real-forms").string();

std::string form_of(const HeldOut& sheet) {
  std::string name = std::string("omr-") + sheet.design;
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

void put_sheet(const fs::path& data, const HeldOut& sheet, const Folder& folder) {
  const fs::path form = folder / "templates" / form_of(sheet);
  fs::create_directories(folder / "templates");
  fs::create_directories(folder / "scans");
  fs::copy(fs::path(real_forms) / form_of(sheet), form, fs::copy_options::recursive);
  fs::copy(data / "photos" / sheet.photo, folder / "scans");
  const Ran blank = run({(fs::path(CARESCAN_BINARY_DIR) / "make_blank").string(), data.string(), sheet.design,
                         (form / "blank.png").string(), "--without", sheet.photo});
  REQUIRE_MESSAGE(blank.exit_code == 0, blank.err);
  const Ran truth = run({"python3", real_forms + "/make-omr-truth", data.string(), (form / "form.json").string(),
                         sheet.photo, (folder / "scans").string()});
  REQUIRE_MESSAGE(truth.exit_code == 0, truth.err);
}

double median(std::vector<double> values) {
  REQUIRE_FALSE(values.empty());
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Identified among all forms there are, and laid where the homography says.
void check_place(const HeldOut& sheet, const Folder& folder) {
  const std::vector<Json> pages = measured_pages(
      folder / "scans",
      {"--templates", (folder / "templates").string(), "--templates", (source_dir() / "templates").string()});
  REQUIRE(pages.size() == 1);
  const Json& page = pages.front();
  REQUIRE_MESSAGE(page.contains("found"), page.dump());
  CHECK(page["found"]["form"] == form_of(sheet));
  std::vector<double> errors;
  for (const Json& field : page["fields"])
    for (const Json& mm : field["map_mm"]) errors.push_back(mm.get<double>());
  MESSAGE(std::string(sheet.photo) << ": field corners " << median(errors)
                                   << " mm from the homography (median), printing off by "
                                   << page["found"]["printing_mm"] << " mm");
  CHECK(median(errors) <= sheet.field_mm);
}

}  // namespace

TEST_CASE("real answer sheets are found and laid on a blank made of the other pictures") {
  const fs::path data = shared_dir() / "data/real-forms/omr-sheets";
  if (!have(data)) return;
  for (const HeldOut& sheet : held_out) {
    CAPTURE(sheet.photo);
    const Folder folder;
    put_sheet(data, sheet, folder);
    check_place(sheet, folder);
    const Json score = scored_run(folder / "scans", folder / "scans", folder / "templates", folder / "out");
    tell(sheet.photo, score["fields"]);
    CHECK(score["pages"]["right"] == 1);
    CHECK(count(score["fields"], "silently_wrong") == 0);
    CHECK(count(score["fields"], "right_accepted") + count(score["fields"], "right_asked") >= sheet.right_at_least);
    CHECK(count(score["fields"], "right_accepted") >= sheet.accepted_at_least);
  }
}

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

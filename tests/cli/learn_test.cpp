#include "tests/cli/batch_run.hpp"

using namespace carescan::test;

namespace {

/// A copy of the sheet of marks, for learning changes the folder, and filled scans of it through a poor copier.
void put_sheets(const Folder& folder, int count) {
  fs::create_directories(folder / "forms");
  fs::copy(source_dir() / "tests/bench/forms/mark-sheet", folder / "forms/mark-sheet", fs::copy_options::recursive);
  const Ran synth = run_carescan({"synth", (folder / "forms/mark-sheet").string(), "--count", std::to_string(count),
                                  "--seed", "31", "--scanner", "copier", "--out", (folder / "scans").string()});
  REQUIRE_MESSAGE(synth.exit_code == 0, synth.err);
}

Ran learn(const Folder& folder, const std::string& scans) {
  return run_carescan({"template", "learn", (folder / "forms/mark-sheet").string(), (folder / scans).string()});
}

Ran read(const Folder& folder, const std::string& out) {
  return run_carescan({"read", (folder / "scans").string(), "--templates", (folder / "forms").string(), "--out",
                       (folder / out).string()});
}

Json template_of(const fs::path& out) {
  return Json::parse(read_all(out / "run.json"))["templates"][0];
}

}  // namespace

TEST_CASE("template learn needs eight of each page and says which are too few") {
  const Folder folder;
  put_sheets(folder, 1);
  const Ran few = learn(folder, "scans");
  CHECK(few.exit_code == 2);
  CHECK_MESSAGE(few.err.find("template-too-few-pages") != std::string::npos, few.err);
  CHECK(few.err.find("page 1 was found 1 times") != std::string::npos);
  CHECK_FALSE(fs::exists(folder / "forms/mark-sheet/learned.png"));
  CHECK(run_carescan({"template", "learn", (folder / "forms/mark-sheet").string()}).exit_code == 2);
  CHECK(learn(folder, "nowhere").exit_code == 2);
}

TEST_CASE("what template learn writes is read from until the form changes") {
  const Folder folder;
  put_sheets(folder, 8);
  write_all(folder / "scans/broken.pdf", "%PDF-1.4 cut off");
  const Ran first = learn(folder, "scans");
  REQUIRE_MESSAGE(first.exit_code == 0, first.err);
  CHECK_MESSAGE(first.err.find("broken.pdf: left out") != std::string::npos, first.err);
  const fs::path form = folder / "forms/mark-sheet";
  const Json learned = Json::parse(read_all(form / "learned.json"));
  REQUIRE(learned["pages"].size() == 1);
  for (const Json& page : learned["pages"]) CHECK(page["pages_used"] == 8);
  const std::string picture = read_all(form / "learned.png");
  CHECK(learn(folder, "scans").exit_code == 0);
  CHECK(read_all(form / "learned.png") == picture);

  fs::remove(folder / "scans/broken.pdf");
  const Ran with = read(folder, "with");
  CHECK_MESSAGE(with.exit_code == 3, with.err);
  const Json score = Json::parse(
      run_carescan({"score", (folder / "with").string(), "--truth", (folder / "scans").string(), "--json"}).out);
  CHECK(score["pages"]["right"] == 8);
  CHECK(score["fields"]["silently_wrong"] == 0);

  write_all(form / "form.json", read_all(form / "form.json") + "\n");
  const Ran stale = read(folder, "stale");
  CHECK(stale.exit_code == 2);
  CHECK_MESSAGE(stale.err.find("learnt for another form.json or blank") != std::string::npos, stale.err);
  fs::remove(form / "learned.png");
  CHECK(read(folder, "without").exit_code == 3);
  CHECK(template_of(folder / "with")["sha256"] != template_of(folder / "without")["sha256"]);
}

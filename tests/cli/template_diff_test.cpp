#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/support/run.hpp"

using namespace carescan::test;
using Json = nlohmann::json;

namespace {

/// The mark sheet in a folder of its own, changed.
fs::path sheet(const Folder& folder, const std::string& name, const std::string& version, double move_mm) {
  const fs::path own = folder / name;
  fs::create_directories(own);
  fs::copy_file(source_dir() / "tests/bench/forms/mark-sheet/blank.pdf", own / "blank.pdf");
  Json form = Json::parse(read_all(source_dir() / "tests/bench/forms/mark-sheet/form.json"));
  form["version"] = version;
  form["fields"].back()["box"][0] = form["fields"].back()["box"][0].get<double>() + move_mm;
  write_all(own / "form.json", form.dump());
  return own;
}

Ran diff(const fs::path& a, const fs::path& b, const std::vector<std::string>& more = {}) {
  std::vector<std::string> words{"template", "diff", a.string(), b.string()};
  words.insert(words.end(), more.begin(), more.end());
  return run_carescan(words);
}

}  // namespace

TEST_CASE("template diff: a change of geometry without a new version is told and is the exit code") {
  const Folder folder;
  const fs::path a = sheet(folder, "a", "1.0", 0), b = sheet(folder, "b", "1.0", 0.3),
                 c = sheet(folder, "c", "1.1", 0.3);
  const Ran same = diff(a, a), moved = diff(a, b), versioned = diff(a, c);
  CHECK(same.exit_code == 0);
  CHECK(same.out.find("nothing that is read differently") != std::string::npos);
  CHECK_MESSAGE(moved.exit_code == 3, moved.err);
  CHECK(moved.out.find("0.3 mm right") != std::string::npos);
  CHECK(moved.out.find("another version") != std::string::npos);
  CHECK(versioned.exit_code == 0);
  const Json json = Json::parse(diff(a, b, {"--format", "json"}).out);
  CHECK(json["changes"].size() == 1);
  CHECK(json["changes"][0]["what"] == "moved");
  CHECK(json["changes"][0]["by_mm"] == Json{0.3, 0.0, 0.0, 0.0});
  CHECK(json["version"] == Json{{"changed", false}, {"asked_for", true}, {"holds", false}});
}

TEST_CASE("template diff: documents of a run that would be stale") {
  const Folder folder;
  const fs::path a = sheet(folder, "a", "1.0", 0), b = sheet(folder, "b", "1.0", 0.3),
                 c = sheet(folder, "c", "1.1", 0.3);
  const fs::path scans = folder / "scans", out = folder / "out";
  REQUIRE(run_carescan({"synth", a.string(), "--count", "2", "--seed", "101", "--out", scans.string()}).exit_code == 0);
  REQUIRE(run_carescan({"read", scans.string(), "--out", out.string(), "--templates", a.string()}).exit_code < 4);
  const auto run = [&](const fs::path& to) {
    return Json::parse(diff(a, to, {"--format", "json", "--run", out.string()}).out)["run"];
  };
  CHECK(run(a) == Json{{"stale", Json::array()}, {"old_version", Json::array()}});
  CHECK(run(b)["stale"].size() == 2);
  CHECK(run(c)["stale"].empty());
  CHECK(run(c)["old_version"].size() == 2);
  CHECK(diff(a, b, {"--run", out.string()}).out.find("2 documents of the run are stale") != std::string::npos);
}

TEST_CASE("template diff: arguments that are not right are usage errors") {
  const Folder folder;
  const fs::path a = sheet(folder, "a", "1.0", 0);
  CHECK(run_carescan({"template", "diff", a.string()}).exit_code == 2);
  CHECK(diff(a, folder / "none").exit_code == 2);
  CHECK(diff(a, a, {"--format", "html"}).exit_code == 2);
}

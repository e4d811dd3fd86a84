#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/support/run.hpp"

using namespace carescan::test;
using Json = nlohmann::json;

namespace {

/// A sheet of boxes to tick, one page, with these gates.
fs::path sheet(const Folder& folder, const Json& gates) {
  const fs::path own = folder / "mark-sheet";
  fs::create_directories(own);
  for (const char* file : {"form.json", "blank.pdf"})
    fs::copy_file(source_dir() / "tests/bench/forms/mark-sheet" / file, own / file,
                  fs::copy_options::overwrite_existing);
  Json form = Json::parse(read_all(own / "form.json"));
  form["gates"] = gates;
  write_all(own / "form.json", form.dump());
  return own;
}

Ran test_template(const fs::path& form, const std::string& format) {
  return run_carescan({"template", "test", form.string(), "--forms", "1", "--seed", "7", "--scanner", "office",
                       "--scanner", "copier", "--jobs", "2", "--format", format});
}

}  // namespace

TEST_CASE("template test: forms are painted and read and held against the gates") {
  const Folder folder;
  const Ran ran = test_template(sheet(folder, {{"inked.silently_wrong", 0}}), "json");
  CHECK_MESSAGE(ran.exit_code == 0, ran.err);
  const Json tested = Json::parse(ran.out);
  CHECK(tested["form"] == "mark-sheet");
  CHECK(tested["documents"]["truth"] == 2);
  CHECK(tested["pages"]["right"] == 2);
  CHECK(tested["by_kind"]["checkbox"]["inked"]["total"] > 10);
  REQUIRE(tested["gates"].size() == 3);
  for (const Json& gate : tested["gates"]) {
    CHECK(gate["passes"] == true);
    CHECK(gate["limit"] == 0);
    CHECK(gate["figure"] == 0);
  }
}

TEST_CASE("template test: a gate that does not hold is told and is the exit code") {
  const Folder folder;
  const fs::path form = sheet(folder, {{"fields.total", 1}});
  const Ran text = test_template(form, "text");
  CHECK(text.exit_code == 3);
  CHECK(text.out.find("checkbox, inked") != std::string::npos);
  CHECK(text.out.find("DOES NOT HOLD") != std::string::npos);
  const Ran junit = test_template(form, "junit");
  CHECK(junit.exit_code == 3);
  CHECK(junit.out.find("<testsuite name=\"mark-sheet\" tests=\"3\" failures=\"1\">") != std::string::npos);
  CHECK(junit.out.find("<testcase name=\"pages_not_identified\"/>") != std::string::npos);
}

TEST_CASE("template test: gates and arguments that are not right are usage errors") {
  const Folder folder;
  const Ran unknown = test_template(sheet(folder, {{"speed", 1}}), "text");
  CHECK(unknown.exit_code == 2);
  CHECK(unknown.err.find("speed") != std::string::npos);
  CHECK(run_carescan({"template", "test"}).exit_code == 2);
  const std::string form = (folder / "mark-sheet").string();
  CHECK(run_carescan({"template", "test", form, "--forms", "0"}).exit_code == 2);
  CHECK(run_carescan({"template", "test", form, "--format", "sarif"}).exit_code == 2);
  CHECK(run_carescan({"template", "test", form, "--scanner", "teapot"}).exit_code == 2);
}

TEST_CASE("template test: a page shows what went wrong with its ink and is the same for the same seed") {
  const Folder folder;
  const fs::path form = sheet(folder, Json::object());
  const auto page_of = [&](const std::string& file) {
    const Ran ran = run_carescan({"template", "test", form.string(), "--forms", "1", "--seed", "7", "--scanner", "fax",
                                  "--jobs", "2", "--html", (folder / file).string()});
    CHECK_MESSAGE(ran.exit_code % 3 == 0, ran.err);
    return read_all(folder / file);
  };
  const std::string page = page_of("a.html");
  CHECK(page.starts_with("<!doctype html>"));
  CHECK(page.find("mark-sheet") != std::string::npos);
  CHECK(page.find("checkbox, filled in") != std::string::npos);
  CHECK(page.find("pages_not_identified") != std::string::npos);
  CHECK(page.find("http") == std::string::npos);  // nothing is fetched
  CHECK(page == page_of("b.html"));
}

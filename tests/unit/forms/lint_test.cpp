#include <doctest/doctest.h>

#include <map>

#include "lint_support.hpp"

using namespace carescan;
using namespace carescan::forms;
using namespace carescan::forms::testing;

TEST_CASE("lint: findings know their line") {
  Folder folder;
  write(folder.path / "form.json",
        "{\n  \"id\": 7,\n  \"version\": \"1\", \"title\": \"A\",\n  \"pages\": [],\n"
        "  \"fields\": [\n    {\"name\": \"x\"}\n  ]\n}\n");
  std::map<std::string, int> lines;
  for (const Finding& f : check_form(folder.path, {})) lines[f.pointer] = f.line;
  CHECK(lines["/id"] == 2);
  CHECK(lines["/pages"] == 4);
  CHECK(lines["/fields/0"] == 6);
  write(folder.path / "form.json", "{\n  \"id\": 7,\n  oops\n}");
  CHECK(check_form(folder.path, {}).at(0).line == 3);
}

TEST_CASE("lint boxes-overlap: sharing a line is fine and other pages do not matter") {
  CHECK(told(checked(with(field("next", "text", {10, 18, 60, 8})))).empty());
  CHECK(told(checked(with(field("next", "text", {10, 17, 60, 8})))) == Told{"boxes-overlap /fields/2/box"});
  auto form = with(field("next", "text", {10, 10, 60, 8}));
  form["pages"].push_back({{"number", 2}, {"width_mm", 100}, {"height_mm", 100}});
  form["fields"][2]["page"] = 2;
  CHECK(told(checked(form)).empty());
}

TEST_CASE("lint boxes-overlap: options count and not the hull around them") {
  auto choice = field("milk", "choice", {10, 28, 50, 40});
  choice["options"] = {option("yes", {20, 30, 5, 5}), option("no", {24, 31, 5, 5})};
  CHECK(told(checked(with(choice))) == Told{"boxes-overlap /fields/2/options/1/box"});
  choice["options"][1]["box"] = {12, 30, 5, 5};
  CHECK(told(checked(with(choice))) == Told{"boxes-overlap /fields/2/options/1/box"});
  choice["options"][1]["box"] = {30, 30, 5, 5};
  CHECK(told(checked(with(choice))).empty());
}

TEST_CASE("lint lexicon-missing and lexicon-empty") {
  Folder folder;
  auto form = sound_form();
  form["fields"][0]["lexicon"] = "surnames";
  write_form(folder.path, form);
  CHECK(told(check_form(folder.path, {})) == Told{"lexicon-missing /fields/0/lexicon"});
  write(folder.path / "lexicons" / "surnames.txt", "# none yet\n");
  CHECK(told(check_form(folder.path, {})) == Told{"lexicon-empty /fields/0/lexicon"});
  write(folder.path / "lexicons" / "surnames.txt", "Smith\n");
  CHECK(told(check_form(folder.path, {})).empty());
}

TEST_CASE("lint mapping-to-unknown-field: wherever it stands") {
  auto form = sound_form();
  form["fhir"][0]["identifier"] = {{{"value", "{{ nhs_number | nhs_number }}"}}};
  CHECK(told(checked(form)) == Told{"mapping-to-unknown-field /fhir/0/identifier/0/value"});
}

TEST_CASE("lint unmapped-field is a warning because the QuestionnaireResponse holds every field") {
  const auto findings = checked(with(field("next", "text", {10, 50, 60, 8})));
  CHECK(told(findings).empty());
  CHECK(told(findings, Severity::warning) == Told{"unmapped-field /fields/2"});
}

TEST_CASE("lint unmapped-field: one warning a form counts them and names the first three") {
  auto form = with(field("f1", "text", {10, 50, 60, 8}));
  for (const int i : {2, 3, 4, 5})
    form["fields"].push_back(field("f" + std::to_string(i), "text", {10, 50.0 + 9 * (i - 1), 60, 8}));
  const auto findings = checked(form);
  REQUIRE(told(findings, Severity::warning) == Told{"unmapped-field /fields/2"});
  const std::string& text = findings.at(0).message;
  CHECK(text.starts_with("5 of 7 fields "));
  CHECK(text.ends_with("'f1', 'f2', 'f3' and 2 more"));
  for (const auto& format : {as_sarif(findings), as_json(findings), as_text(findings)})
    CHECK(format.find("f4") == std::string::npos);
}

TEST_CASE("lint same_person: names on a later page against those before") {
  auto form = with(field("page_2_name", "text", {10, 50, 60, 8}));
  form["pages"].push_back({{"number", 2}, {"width_mm", 100}, {"height_mm", 100}});
  form["fields"][2]["page"] = 2;
  form["rules"] = {{{"rule", "same_person"}, {"fields", {"surname", "page_2_name"}}}};
  CHECK(told(checked(form)).empty());
  form["rules"][0]["fields"] = {"page_2_name", "surname"};
  CHECK(told(checked(form)) == Told{"rule-argument /rules/0/fields/0"});
  form["rules"][0]["fields"] = {"surname", "page_2_name"};
  form["fields"][2]["kind"] = "phone";
  CHECK(told(checked(form)) == Told{"rule-argument /rules/0/fields/1"});
}

TEST_CASE("lint blank-missing") {
  Folder folder;
  write(folder.path / "form.json", sound_form().dump());
  CHECK(told(check_form(folder.path, {})) == Told{"blank-missing /blank"});
}

TEST_CASE("lint names: every id told anywhere is documented with a bad and a good example") {
  std::ifstream file(std::filesystem::path(CARESCAN_SOURCE_DIR) / "docs" / "template-lints.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  std::size_t known = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::path(CARESCAN_SOURCE_DIR) / "pipeline" / "forms")) {
    if (entry.path().extension() != ".cpp" || !entry.path().filename().string().starts_with("lint")) continue;
    std::ifstream source(entry.path());
    const std::string code{std::istreambuf_iterator<char>(source), {}};
    for (const char* call : {"out.error(\"", "out.warning(\"", "push_back({\"", "out_.error(\""})
      for (auto at = code.find(call); at != std::string::npos; at = code.find(call, at + 1)) {
        const auto start = at + std::string(call).size();
        const std::string id = code.substr(start, code.find('"', start) - start);
        const auto entry_at = page.find("\n## " + id + "\n");
        CHECK_MESSAGE(entry_at != std::string::npos, id);
        const std::string text = page.substr(entry_at, page.find("\n## ", entry_at + 1) - entry_at);
        CHECK_MESSAGE(text.find("Bad:") != std::string::npos, id);
        CHECK_MESSAGE(text.find("Good:") != std::string::npos, id);
        ++known;
      }
  }
  CHECK(known >= 20);
}

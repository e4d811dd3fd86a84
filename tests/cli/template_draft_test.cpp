#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/support/run.hpp"

using namespace carescan::test;
using Json = nlohmann::json;

namespace {

Ran draft(const fs::path& blank, const fs::path& out) {
  return run_carescan({"template", "draft", blank.string(), "--out", out.string()});
}

const fs::path fridge = source_dir() / "docs/examples/fridge-log/blank.pdf";

}  // namespace

TEST_CASE("template draft: a printed PDF becomes a template that passes its check") {
  const Folder folder;
  const Ran ran = draft(fridge, folder / "fridge-log");
  CHECK_MESSAGE(ran.exit_code == 0, ran.out << ran.err);
  CHECK(ran.out.find("What only a person can say") != std::string::npos);
  CHECK(ran.out.find("0 errors") != std::string::npos);
  const Json form = Json::parse(read_all(folder / "fridge-log/form.json"));
  CHECK(form["id"] == "fridge-log");
  CHECK(form["blank"] == "blank.pdf");
  CHECK(form["fields"].size() > 20);
  CHECK(read_all(folder / "fridge-log/blank.pdf") == read_all(fridge));
  CHECK(run_carescan({"template", "check", (folder / "fridge-log").string()}).exit_code == 0);
}

TEST_CASE("template draft: a picture of an empty form is read by its pixels") {
  const Folder folder;
  const fs::path png = folder / "sheet.png";
  REQUIRE(run({"pdftoppm", "-r", "150", "-gray", "-png", "-singlefile",
               (source_dir() / "tests/bench/forms/mark-sheet/blank.pdf").string(), (folder / "sheet").string()})
              .exit_code == 0);
  const Ran ran = draft(png, folder / "marks");
  CHECK_MESSAGE(ran.exit_code == 0, ran.out << ran.err);
  const Json form = Json::parse(read_all(folder / "marks/form.json"));
  CHECK(form["blank"] == "blank.png");
  CHECK(form["pages"][0]["width_mm"] == 210);
  bool read_a_word = false;
  for (const Json& field : form["fields"]) read_a_word = read_a_word || field["label"].get<std::string>()[0] != '(';
  CHECK(read_a_word);
}

TEST_CASE("template draft: never writes over a form.json") {
  const Folder folder;
  write_all(folder / "mine/form.json", "my work");
  const Ran ran = draft(fridge, folder / "mine");
  CHECK(ran.exit_code == 2);
  CHECK(ran.err.find("draft-exists") != std::string::npos);
  CHECK(read_all(folder / "mine/form.json") == "my work");
}

TEST_CASE("template draft: what it cannot draft is told") {
  const Folder folder;
  write_all(folder / "words.txt", "no picture");
  CHECK(draft(folder / "words.txt", folder / "out").exit_code != 0);
  CHECK(draft(folder / "missing.pdf", folder / "out").exit_code != 0);
  CHECK(!fs::exists(folder / "out"));
  CHECK(run_carescan({"template", "draft", fridge.string()}).exit_code == 2);
}

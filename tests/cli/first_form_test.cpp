// docs/your-first-form.md, done: its form is what the tutorial says, has nothing wrong, and reads back what is painted.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/support/run.hpp"

using namespace carescan::test;
using Json = nlohmann::json;

namespace {

const fs::path examples = source_dir() / "docs/examples";

/// The blocks of a Markdown file that are fenced as ```<language> <name>.
std::vector<std::string> blocks(const std::string& text, const std::string& fence) {
  std::vector<std::string> found;
  for (std::size_t at = text.find("```" + fence + "\n"); at != std::string::npos;
       at = text.find("```" + fence + "\n", at + 1)) {
    const std::size_t begin = text.find('\n', at) + 1;
    found.push_back(text.substr(begin, text.find("```", begin) - begin));
  }
  return found;
}

}  // namespace

TEST_CASE("the first form of the tutorial is the one that is in the folder") {
  const std::string tutorial = read_all(source_dir() / "docs/your-first-form.md");
  const auto pages = blocks(tutorial, "html"), bases = blocks(tutorial, "json");
  REQUIRE(pages.size() == 1);
  REQUIRE(bases.size() == 1);
  CHECK(read_all(examples / "turning-chart/form.html") == pages.front());
  CHECK(read_all(examples / "turning-chart/form.base.json") == bases.front());
}

TEST_CASE("the forms of the tutorial pass their check and read back what was painted") {
  // Free lines and numbers of the second are drafts: what is accepted are its squares and initials.
  for (const auto& [name, least] : {std::pair{std::string("turning-chart"), 20}, {"fridge-log", 5}}) {
    CAPTURE(name);
    const std::string form = (examples / name).string();
    const Ran check = run_carescan({"template", "check", form});
    CHECK_MESSAGE(check.exit_code == 0, check.out);
    const Folder folder;
    const std::string scans = (folder / "scans").string(), out = (folder / "out").string();
    REQUIRE(run_carescan({"synth", form, "--count", "3", "--seed", "11", "--scanner", "office", "--out", scans})
                .exit_code == 0);
    const Ran read = run_carescan({"read", scans, "--templates", examples.string(), "--out", out});
    CHECK_MESSAGE((read.exit_code == 0 || read.exit_code == 3), read.err);
    const Json score = Json::parse(run_carescan({"score", out, "--truth", scans, "--json"}).out);
    CHECK(score["documents"]["found"] == 3);
    CHECK(score["pages"]["right"] == 3);
    CHECK(score["fields"]["silently_wrong"] == 0);
    CHECK(score["inked"]["right_accepted"] >= least);
  }
}

#include <doctest/doctest.h>

#include <regex>

#include "tests/support/run.hpp"

using namespace carescan::test;

namespace {

std::string reference(const std::string& what) {
  const Ran ran = run_carescan({"reference", what});
  CHECK(ran.exit_code == 0);
  return ran.out;
}

/// What bash offers after these words.
std::string completed(const Folder& folder, const std::string& words, int at) {
  write_all(folder / "script", reference("bash") + "COMP_WORDS=(" + words + ")\nCOMP_CWORD=" + std::to_string(at) +
                                   "\n_carescan\necho \"${COMPREPLY[@]}\"\n");
  const Ran ran = run({"bash", (folder / "script").string()});
  CHECK_MESSAGE(ran.err.empty(), ran.err);
  return ran.out;
}

/// The names of the commands as the help lists them.
std::vector<std::string> command_names() {
  static const std::regex row("^  ([a-z]+( [a-z]+)?)  +[a-z].*");
  std::istringstream help(run_carescan({"--help"}).out);
  std::vector<std::string> names;
  std::smatch match;
  for (std::string line; std::getline(help, line);)
    if (std::regex_match(line, match, row)) names.push_back(match[1]);
  return names;
}

}  // namespace

TEST_CASE("the man page has every command with the options of its help") {
  const std::string page = reference("man");
  const std::vector<std::string> names = command_names();
  REQUIRE(names.size() > 15);
  for (const std::string& name : names) CHECK_MESSAGE(page.find(".SS \"carescan " + name) != std::string::npos, name);
  for (const std::string option : {"opt\\-out", "fail\\-fast", "scanner"})
    CHECK(page.find("\\-\\-" + option) != std::string::npos);
  CHECK(page.find(".SH EXIT STATUS") != std::string::npos);
}

TEST_CASE("bash completes commands and what follows template and options") {
  const Folder folder;
  CHECK(completed(folder, "carescan sta", 1) == "status\n");
  CHECK(completed(folder, "carescan template dr", 2) == "draft\n");
  CHECK(completed(folder, "carescan export out --opt", 3) == "--opt-out\n");
  CHECK(completed(folder, "carescan template test x --html", 4) == "--html\n");
  CHECK(completed(folder, "carescan read scans", 2) == "\n");  // files are bash's own
}

TEST_CASE("zsh and fish are told every command") {
  const std::string zsh = reference("zsh"), fish = reference("fish");
  CHECK(zsh.starts_with("#compdef carescan\n"));
  for (const std::string& name : command_names()) {
    const std::string last = name.substr(name.find(' ') == std::string::npos ? 0 : name.find(' ') + 1);
    CHECK_MESSAGE(zsh.find("'" + name + "') _arguments") != std::string::npos, name);
    CHECK_MESSAGE(fish.find(" -f -a " + last + " -d ") != std::string::npos, name);
  }
  CHECK(run_carescan({"reference", "csh"}).exit_code == 2);
}

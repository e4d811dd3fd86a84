#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "tests/support/run.hpp"

using namespace carescan::test;

namespace {

/// "--name" of every option that a text speaks of.
std::set<std::string> options_in(const std::string& text) {
  static const std::regex option("--[a-z][a-z-]*");
  return {std::sregex_token_iterator(text.begin(), text.end(), option), std::sregex_token_iterator()};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The commands that `carescan --help` lists, by their words.
std::vector<std::vector<std::string>> commands() {
  static const std::regex row("^  ([a-z]+)( [a-z]+)?  +[a-z].*");
  std::vector<std::vector<std::string>> found;
  for (const std::string& line : lines_of(run_carescan({"--help"}).out)) {
    std::smatch match;
    if (!std::regex_match(line, match, row)) continue;
    found.push_back({match[1]});
    if (match[2].matched) found.back().push_back(match[2].str().substr(1));
  }
  return found;
}

/// Options that a command's own help lists: a line each, below the usage line.
std::set<std::string> options_of(std::vector<std::string> command) {
  command.push_back("--help");
  static const std::regex row("^  (--[a-z-]+).*");
  std::set<std::string> found;
  std::smatch match;
  for (const std::string& line : lines_of(run_carescan(command).out))
    if (std::regex_match(line, match, row)) found.insert(match[1]);
  return found;
}

/// What docs/cli.md says of a command: its row in the table, and for read the section of its options.
std::string documented(const std::string& name) {
  const std::string page = read_all(source_dir() / "docs/cli.md");
  std::string found;
  for (const std::string& line : lines_of(page))
    if (line.starts_with("| `" + name + " ") || line.starts_with("| `" + name + "`")) found += line + "\n";
  const std::size_t section = page.find("## Options of " + name + "\n");
  if (section != std::string::npos) found += page.substr(section, page.find("\n## ", section + 1) - section);
  return found;
}

}  // namespace

TEST_CASE("docs of the command line name each command with exactly the options it has") {
  const auto all = commands();
  REQUIRE(all.size() >= 9);
  std::size_t options = 0;
  for (const std::vector<std::string>& command : all) {
    const std::string name = command.size() == 1 ? command[0] : command[0] + " " + command[1];
    const std::string said = documented(name);
    CHECK_MESSAGE(!said.empty(), name);
    const std::set<std::string> has = options_of(command);
    CHECK_MESSAGE(options_in(said) == has, name << ": " << said);
    options += has.size();
  }
  CHECK(options >= 20);
}

TEST_CASE("docs of the command line name every exit code of the help") {
  const std::string page = read_all(source_dir() / "docs/cli.md"), help = run_carescan({"--help"}).out;
  const std::string codes = help.substr(help.find("Exit codes:"));
  static const std::regex number("[0-9]+");
  int held = 0;
  for (std::sregex_iterator code(codes.begin(), codes.end(), number), end; code != end; ++code, ++held)
    CHECK_MESSAGE(page.find("| " + code->str() + " |") != std::string::npos, code->str());
  CHECK(held == 6);
}

TEST_CASE("docs of the API show the very example that is built and run") {
  const std::string page = read_all(source_dir() / "docs/api.md");
  for (const auto& [language, file] :
       {std::pair<std::string, std::string>{"cmake", "CMakeLists.txt"}, {"cpp", "read_page.cpp"}})
    CHECK_MESSAGE(page.find("```" + language + "\n" + read_all(source_dir() / "examples/read_page" / file) + "```\n") !=
                      std::string::npos,
                  file);
}

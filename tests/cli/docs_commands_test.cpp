#include <doctest/doctest.h>

#include <map>
#include <regex>
#include <set>

#include "tests/support/run.hpp"

using namespace carescan::test;

namespace {

/// A command that a page shows, and where.
struct Shown {
  std::string page;
  std::vector<std::string> words;
  bool whole = true;  ///< in a block of code: somebody may copy it as it stands
};

std::vector<fs::path> pages() {
  std::vector<fs::path> all{source_dir() / "README.md", source_dir() / "CONTRIBUTING.md", source_dir() / "SECURITY.md",
                            source_dir() / "samples/README.md"};
  for (const char* folder : {"docs", "templates", "scripts"})
    for (const auto& entry : fs::recursive_directory_iterator(source_dir() / folder))
      if (entry.path().extension() == ".md") all.push_back(entry.path());
  return all;
}

/// The words of a shell command up to what ends it: a pipe, a comment, a gap of two spaces before a remark.
std::vector<std::string> words_of(const std::string& command) {
  static const std::regex end("(  | *[|>#;)`&]).*");
  std::istringstream in(std::regex_replace(command, end, ""));
  std::vector<std::string> words;
  for (std::string word; in >> word;) {
    std::erase(word, '"');
    words.push_back(word);
  }
  return words;
}

void add_commands(const std::string& page, const std::string& line, bool whole, std::vector<Shown>& all) {
  static const std::regex called(
      "(?:^|[ `(/])carescan ((?:read|merge|status|review|certify|export|push|verify|forget|validate|"
      "separators|synth|score|template|doctor)\\b[^\\n]*)");
  for (std::sregex_iterator at(line.begin(), line.end(), called), none; at != none; ++at)
    if (!whole || !at->str().starts_with('`'))  // a name within a drawing is no command to copy
      all.push_back({page, words_of((*at)[1]), whole});
}

std::vector<Shown> shown_commands() {
  static const std::regex span("`([^`]+)`");
  std::vector<Shown> all;
  for (const fs::path& page : pages()) {
    std::istringstream lines(read_all(page));
    bool code = false;
    for (std::string line; std::getline(lines, line);) {
      if (line.find("```") != std::string::npos) {
        code = !code;
        continue;
      }
      const std::string name = fs::relative(page, source_dir()).string();
      if (code)
        add_commands(name, line, true, all);
      else
        for (std::sregex_iterator at(line.begin(), line.end(), span), none; at != none; ++at)
          add_commands(name, (*at)[1], false, all);
    }
  }
  return all;
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += word + " ";
  return all;
}

/// The help of the command that the words call.
std::string help_of(const std::vector<std::string>& words) {
  const bool pair = words[0] == "template" && words.size() > 1;
  return pair ? run_carescan({words[0], words[1], "--help"}).out : run_carescan({words[0], "--help"}).out;
}

}  // namespace

TEST_CASE("every command in a block of code of the docs is understood as it stands") {
  long whole = 0;
  for (const Shown& shown : shown_commands()) {
    if (!shown.whole) continue;
    ++whole;
    std::vector<std::string> arguments{"reference", "usage"};
    arguments.insert(arguments.end(), shown.words.begin(), shown.words.end());
    const Ran ran = run_carescan(arguments);
    CHECK_MESSAGE(ran.exit_code == 0, shown.page, ": carescan ", joined(shown.words), ran.err);
  }
  CHECK(whole > 25);
  CHECK(run_carescan({"reference", "usage", "read", "scans", "--oust", "out"}).exit_code == 2);
}

TEST_CASE("every command that the docs speak of has the options that they name") {
  std::map<std::string, std::string> helps;
  long named = 0;
  for (const Shown& shown : shown_commands()) {
    if (shown.whole) continue;
    const std::string command = joined(
        {shown.words.begin(), shown.words.begin() + (shown.words[0] == "template" && shown.words.size() > 1 ? 2 : 1)});
    if (!helps.contains(command)) helps[command] = help_of(shown.words);
    for (const std::string& word : shown.words) {
      if (!word.starts_with("--") || word == "--help") continue;
      ++named;
      CHECK_MESSAGE(helps[command].find("  " + word + " ") != std::string::npos, shown.page, ": carescan ",
                    joined(shown.words));
    }
  }
  CHECK(named > 10);
}

TEST_CASE("every script that the docs name is there and can be run") {
  static const std::regex script("(?:^|[ `(])(scripts/[a-z][a-z0-9/-]*[a-z0-9](?:\\.[a-z]+)?)(?=[ `\\n).,:;]|$)");
  std::set<std::string> named;
  for (const fs::path& page : pages()) {
    const std::string text = read_all(page);
    for (std::sregex_iterator at(text.begin(), text.end(), script), none; at != none; ++at) named.insert((*at)[1]);
  }
  CHECK(named.size() > 8);
  for (const std::string& name : named) {
    CAPTURE(name);
    CHECK(fs::exists(source_dir() / name));
    if (fs::is_regular_file(source_dir() / name) && !fs::path(name).has_extension())
      CHECK((fs::status(source_dir() / name).permissions() & fs::perms::owner_exec) != fs::perms::none);
  }
}

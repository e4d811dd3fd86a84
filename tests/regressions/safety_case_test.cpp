#include <doctest/doctest.h>

#include <filesystem>
#include <regex>

#include "tests/support/run.hpp"

using namespace carescan;

namespace {

struct Evidence {
  std::string file, test;
};

/// What a page names as `file.cpp`: "test".
std::vector<Evidence> evidence_in(const std::string& page) {
  static const std::regex named("`([a-z_/]+\\.cpp)`: \"([^\"]+)\"");
  std::vector<Evidence> all;
  for (std::sregex_iterator at(page.begin(), page.end(), named), end; at != end; ++at)
    all.push_back({(*at)[1], (*at)[2]});
  return all;
}

bool is_there(const Evidence& evidence) {
  const std::filesystem::path file = test::source_dir() / "tests" / evidence.file;
  return std::filesystem::exists(file) &&
         test::read_all(file).find("TEST_CASE(\"" + evidence.test + "\")") != std::string::npos;
}

}  // namespace

TEST_CASE("every control of the safety case names a test that is there") {
  const std::string page = test::read_all(test::source_dir() / "docs/safety-case.md");
  const std::vector<Evidence> all = evidence_in(page);
  CHECK(all.size() > 40);
  for (const Evidence& evidence : all) {
    CAPTURE(evidence.file);
    CAPTURE(evidence.test);
    CHECK(is_there(evidence));
  }
  CHECK_FALSE(is_there({"regressions/safety_case_test.cpp", "a test that nobody wrote"}));
}

TEST_CASE("no control of the safety case goes without evidence and nobody is said to have signed it") {
  const std::string page = test::read_all(test::source_dir() / "docs/safety-case.md");
  std::istringstream lines(page);
  long controls = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| ") || line.starts_with("| control ") || line.starts_with("| ---")) continue;
    ++controls;
    CAPTURE(line);
    CHECK_FALSE(evidence_in(line).empty());
  }
  CHECK(controls > 35);
  CHECK(page.find("Nobody has signed this.") != std::string::npos);
}

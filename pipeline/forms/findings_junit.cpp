#include <fmt/format.h>

#include "pipeline/forms/lint.hpp"

namespace carescan::forms {

namespace {

std::string xml(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&')
      safe += "&amp;";
    else if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '"')
      safe += "&quot;";
    else if (static_cast<unsigned char>(c) < 0x20)
      safe += ' ';  // control characters are not XML, nor attribute text
    else
      safe += c;
  }
  return safe;
}

std::string test_case(const Finding& f) {
  return fmt::format(
      "    <testcase classname=\"{}\" name=\"{} {}\">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    "
      "</testcase>\n",
      xml(f.file), xml(f.id), xml(f.pointer), xml(f.id), xml(f.message), xml(f.file + "#" + f.pointer));
}

struct Suite {
  int tests = 0, failures = 0;
  std::string cases;
};

/// Every error is a failed case; a form without errors is one passed case; warnings stand in its output.
Suite suite_of(const std::string& file, const std::vector<Finding>& findings) {
  Suite suite;
  std::string warnings;
  for (const Finding& f : findings) {
    if (f.file != file) continue;
    if (f.severity == Severity::error) {
      suite.cases += test_case(f);
      ++suite.failures;
    } else {
      warnings += xml(fmt::format("{} {}: {}", f.id, f.pointer, f.message)) + "\n";
    }
  }
  if (suite.failures == 0) suite.cases += fmt::format("    <testcase classname=\"{}\" name=\"check\"/>\n", xml(file));
  if (!warnings.empty()) suite.cases += fmt::format("    <system-out>{}</system-out>\n", warnings);
  suite.tests = suite.failures == 0 ? 1 : suite.failures;
  return suite;
}

}  // namespace

std::string as_junit(const std::vector<std::filesystem::path>& checked, const std::vector<Finding>& findings) {
  std::string suites;
  int tests = 0, failures = 0;
  for (const std::filesystem::path& dir : checked) {
    const std::string file = (dir / "form.json").string();
    const Suite suite = suite_of(file, findings);
    suites += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\">\n{}  </testsuite>\n",
                          xml(file), suite.tests, suite.failures, suite.cases);
    tests += suite.tests;
    failures += suite.failures;
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"carescan template check\" tests=\"{}\" "
      "failures=\"{}\">\n{}</testsuites>\n",
      tests, failures, suites);
}

}  // namespace carescan::forms

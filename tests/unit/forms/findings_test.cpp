#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "pipeline/forms/lint.hpp"

using namespace carescan::forms;
using nlohmann::json;

namespace {

std::vector<Finding> two() {
  return {{"boxes-overlap", Severity::error, "forms/tea list/form.json", "/fields/1/box", "'a' < \"b\" & more"},
          {"unmapped-field", Severity::warning, "forms/tea list/form.json", "/fields/2", "nobody maps it", 12}};
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("as_text: one line a finding and the sums") {
  CHECK(as_text(two()) ==
        "forms/tea list/form.json#/fields/1/box: error: 'a' < \"b\" & more [boxes-overlap]\n"
        "forms/tea list/form.json#/fields/2: warning: nobody maps it [unmapped-field]\n"
        "1 error, 1 warning\n");
  CHECK(as_text({}) == "0 errors, 0 warnings\n");
}

TEST_CASE("as_text: the same warning over and over is cut short and errors never are") {
  std::vector<Finding> many;
  for (int i = 0; i < 10; ++i) {
    many.push_back({"unmapped-field", Severity::warning, "f", "/fields", "w"});
    many.push_back({"boxes-overlap", Severity::error, "f", "/fields", "e"});
  }
  const std::string text = as_text(many);
  CHECK(times(text, ": error:") == 10);
  CHECK(times(text, "w [unmapped-field]") == 3);
  CHECK(text.find("and 7 more of these") != std::string::npos);
  CHECK(text.ends_with("10 errors, 10 warnings\n"));
}

TEST_CASE("as_json: every finding with its members") {
  const json all = json::parse(as_json(two()));
  CHECK(all["errors"] == 1);
  CHECK(all["warnings"] == 1);
  REQUIRE(all["findings"].size() == 2);
  CHECK(all["findings"][0] == json{{"id", "boxes-overlap"},
                                   {"severity", "error"},
                                   {"file", "forms/tea list/form.json"},
                                   {"pointer", "/fields/1/box"},
                                   {"line", 0},
                                   {"message", "'a' < \"b\" & more"}});
}

TEST_CASE("as_json: no findings is an empty list and text that is not UTF-8 does not throw") {
  CHECK(json::parse(as_json({}))["findings"] == json::array());
  CHECK_NOTHROW(as_json({{"schema", Severity::error, "\xff.json", "", "m"}}));
  CHECK_NOTHROW(as_sarif({{"schema", Severity::error, "\xff.json", "", "m\xc3"}}));
}

TEST_CASE("as_junit: errors fail and warnings are output and a clean form is one passed case") {
  const std::string xml = as_junit({"forms/tea list", "forms/good"}, two());
  CHECK(xml.find("<testsuites name=\"carescan template check\" tests=\"2\" failures=\"1\">") != std::string::npos);
  CHECK(xml.find("<testsuite name=\"forms/tea list/form.json\" tests=\"1\" failures=\"1\" errors=\"0\">") !=
        std::string::npos);
  CHECK(xml.find("<testsuite name=\"forms/good/form.json\" tests=\"1\" failures=\"0\" errors=\"0\">") !=
        std::string::npos);
  CHECK(xml.find("message=\"'a' &lt; &quot;b&quot; &amp; more\"") != std::string::npos);
  CHECK(times(xml, "<testcase ") == 2);
  CHECK(times(xml, "<failure ") == 1);
}

TEST_CASE("as_junit: warnings are told beside errors too") {
  CHECK(as_junit({"forms/tea list"}, two()).find("nobody maps it") != std::string::npos);
}

TEST_CASE("as_junit: no control character gets into the XML") {
  const std::string xml = as_junit({"f"}, {{"schema", Severity::error, "f/form.json", "", "bell\a and\nline"}});
  CHECK(xml.find('\a') == std::string::npos);
  CHECK(xml.find("message=\"bell  and line\"") != std::string::npos);
}

TEST_CASE("as_sarif: version 2.1.0 with rule and level and place of each result") {
  const json log = json::parse(as_sarif(two()));
  CHECK(log["version"] == "2.1.0");
  const json& run = log["runs"][0];
  CHECK(run["tool"]["driver"]["name"] == "carescan template check");
  REQUIRE(run["tool"]["driver"]["rules"].size() == 2);
  REQUIRE(run["results"].size() == 2);
  const json& result = run["results"][0];
  CHECK(result["ruleId"] == "boxes-overlap");
  CHECK(result["level"] == "error");
  CHECK(run["results"][1]["level"] == "warning");
  CHECK(result["message"]["text"] == "'a' < \"b\" & more");
  CHECK(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "forms/tea%20list/form.json");
  CHECK(result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "/fields/1/box");
}

TEST_CASE("as_sarif: a known line is the region and an unknown one is left out") {
  const json results = json::parse(as_sarif(two()))["runs"][0]["results"];
  CHECK_FALSE(results[0]["locations"][0]["physicalLocation"].contains("region"));
  CHECK(results[1]["locations"][0]["physicalLocation"]["region"]["startLine"] == 12);
}

TEST_CASE("as_sarif: a run without findings has an empty list of results") {
  CHECK(json::parse(as_sarif({}))["runs"][0]["results"] == json::array());
}

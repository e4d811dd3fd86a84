// docs/template-format.md: what it shows is what the loader takes.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "form_folder.hpp"
#include "pipeline/forms/lint.hpp"
#include "pipeline/forms/lint_checks.hpp"

using namespace carescan;
using namespace carescan::forms;
using namespace carescan::forms::testing;

namespace {

std::string page_text() {
  std::ifstream file(std::filesystem::path(CARESCAN_SOURCE_DIR) / "docs" / "template-format.md");
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The fenced blocks that open with "```json LABEL".
std::vector<nlohmann::json> examples(const std::string& page, const std::string& label) {
  const std::string open = "```json " + label + "\n";
  std::vector<nlohmann::json> found;
  for (auto at = page.find(open); at != std::string::npos; at = page.find(open, at + 1)) {
    const auto start = at + open.size();
    found.push_back(nlohmann::json::parse(page.substr(start, page.find("\n```", start) - start)));
  }
  return found;
}

/// Errors of a form; its lexicons are the shipped ones.
std::vector<std::string> errors_of(const nlohmann::json& form) {
  Folder folder;
  std::filesystem::copy(std::filesystem::path(CARESCAN_SOURCE_DIR) / "templates" / "lexicons",
                        folder.path / "lexicons");
  std::vector<std::string> errors;
  for (const Finding& f : check_form(write_form(folder.path / "form", form), {}))
    if (f.severity == Severity::error) errors.push_back(f.id + " " + f.pointer + " " + f.message);
  return errors;
}

}  // namespace

TEST_CASE("template-format: its smallest form has no error") {
  const auto forms = examples(page_text(), "form");
  REQUIRE(forms.size() == 1);
  CHECK(errors_of(forms[0]) == std::vector<std::string>{});
}

TEST_CASE("template-format: every example of a field is taken in the smallest form") {
  const std::string page = page_text();
  const auto fields = examples(page, "field");
  std::set<std::string> kinds;
  for (const auto& field : fields) {
    auto form = examples(page, "form").at(0);
    form["fields"].push_back(field);
    CHECK_MESSAGE(errors_of(form) == std::vector<std::string>{}, field.at("name"));
    kinds.insert(field.at("kind"));
  }
  for (const char* kind : {"text", "paragraph", "comb", "date", "number", "nhs_number", "postcode", "phone", "checkbox",
                           "choice", "choices", "scale", "signature", "none_box", "drawing"})
    CHECK_MESSAGE(kinds.contains(kind), kind);
}

TEST_CASE("template-format: every rule is explained and the example of one is taken") {
  const std::string page = page_text();
  for (const auto& names : {field_rule_names(), form_rule_names()})
    for (const std::string& name : names) CHECK_MESSAGE(page.find("`" + name + "`") != std::string::npos, name);
  auto form = examples(page, "form").at(0);
  form["rules"] = examples(page, "rule");
  CHECK(form["rules"].size() == 1);
  CHECK(errors_of(form) == std::vector<std::string>{});
}

namespace {

/// A field that can play the role, as the page tells it.
nlohmann::json field_as(const std::string& role, const std::string& name, double y) {
  const auto choice = [&](const std::vector<std::string>& codes) {
    nlohmann::json options = nlohmann::json::array();
    for (std::size_t i = 0; i < codes.size(); ++i)
      options.push_back({{"code", codes[i]}, {"label", "x"}, {"box", {20 + 10.0 * static_cast<double>(i), y, 4, 4}}});
    return options;
  };
  nlohmann::json field{{"name", name}, {"label", role},          {"kind", "number"},
                       {"page", 1},    {"box", {20, y, 100, 4}}, {"unit", "cm"}};
  if (role == "oxygen") field["kind"] = "choice", field["options"] = choice({"air", "oxygen"});
  if (role == "consciousness") field["kind"] = "choice", field["options"] = choice({"A", "C", "V", "P", "U"});
  if (role == "spo2_scale" || role == "acute") field["kind"] = "checkbox";
  return field;
}

}  // namespace

TEST_CASE("template-format: the examples of arithmetic are taken with the fields they tell of") {
  const std::string page = page_text();
  const auto rules = examples(page, "arithmetic");
  CHECK(rules.size() == 3);
  for (nlohmann::json rule : rules) {
    auto form = examples(page, "form").at(0);
    double y = 90;
    for (auto& [role, name] : rule["fields"].items()) {
      std::string own = name.get<std::string>();
      std::ranges::replace_if(
          own, [](char c) { return c == '[' || c == '*' || c == ']' || c == '.'; }, '_');
      form["fields"].push_back(field_as(role, name = own, y += 8));
    }
    form["rules"] = {rule};
    CHECK_MESSAGE(errors_of(form) == std::vector<std::string>{}, rule.at("rule"));
  }
}

TEST_CASE("template-format: every member of the schema is explained") {
  const std::string page = page_text();
  std::ifstream file(std::filesystem::path(CARESCAN_SOURCE_DIR) / "templates" / "form.schema.json");
  const auto schema = nlohmann::json::parse(file);
  for (const auto& [name, member] : schema.at("properties").items())
    CHECK_MESSAGE(page.find(name) != std::string::npos, name);
  for (const auto& [name, member] : schema.at("definitions").at("field").at("properties").items())
    CHECK_MESSAGE(page.find("`" + name + "`") != std::string::npos, name);
}

#include "pipeline/forms/lint.hpp"

#include <doctest/doctest.h>

#include <map>

#include "form_folder.hpp"
#include "pipeline/forms/lint_checks.hpp"

using namespace carescan;
using namespace carescan::forms;
using namespace carescan::forms::testing;
using nlohmann::json;

namespace {

std::vector<Finding> checked(const json& form) {
  Folder folder;
  return check_form(write_form(folder.path, form), {});
}

/// "id pointer" of the errors, or of the warnings.
std::vector<std::string> told(const std::vector<Finding>& findings, Severity severity = Severity::error) {
  std::vector<std::string> all;
  for (const Finding& f : findings)
    if (f.severity == severity) all.push_back(f.id + " " + f.pointer);
  return all;
}

using Told = std::vector<std::string>;

json field(const std::string& name, const std::string& kind, std::array<double, 4> box) {
  return {{"name", name}, {"label", name}, {"kind", kind}, {"page", 1}, {"box", box}};
}

json option(const char* code, std::array<double, 4> box) {
  return {{"code", code}, {"label", "x"}, {"box", box}};
}

/// The sound form with one more field (its index is 2).
json with(json extra) {
  json form = sound_form();
  form["fields"].push_back(std::move(extra));
  return form;
}

}  // namespace

TEST_CASE("lint: a sound form has no findings") {
  CHECK(checked(sound_form()).empty());
}

TEST_CASE("lint schema: told with pointers and nothing else is looked at") {
  auto form = sound_form();
  form["fields"][0]["page"] = 0;
  form["fields"][1]["name"] = "surname";
  const auto findings = checked(form);
  CHECK(told(findings) == Told{"schema /fields/0/page"});
  CHECK(findings[0].message.find("docs/template-format.md") != std::string::npos);
  CHECK(findings[0].file.ends_with("form.json"));
}

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

TEST_CASE("lint duplicate-name") {
  auto form = sound_form();
  form["fields"][1]["name"] = "surname";
  const auto findings = checked(form);
  CHECK(told(findings)[0] == "duplicate-name /fields/1/name");
}

TEST_CASE("lint page-number: pages count from 1 without gaps") {
  auto form = sound_form();
  form["pages"][0]["number"] = 2;
  form["fields"][0]["page"] = form["fields"][1]["page"] = 2;
  CHECK(told(checked(form)) == Told{"page-number /pages/0/number"});
}

TEST_CASE("lint no-such-page") {
  auto form = sound_form();
  form["fields"][1]["page"] = 2;
  CHECK(told(checked(form)) == Told{"no-such-page /fields/1/page"});
}

TEST_CASE("lint box-outside-page: field and option but not a rounding error") {
  auto form = sound_form();
  form["fields"][0]["box"] = {50, 10, 50.05, 8};
  CHECK(told(checked(form)).empty());
  form["fields"][0]["box"] = {50, 10, 51, 8};
  CHECK(told(checked(form)) == Told{"box-outside-page /fields/0/box"});

  auto choice = field("milk", "choice", {10, 50, 50, 5});
  choice["options"] = {option("yes", {10, 50, 5, 5}), option("no", {97, 50, 5, 5})};
  CHECK(told(checked(with(choice))) == Told{"box-outside-page /fields/2/options/1/box"});
}

TEST_CASE("lint cell-outside-box and cell-order") {
  auto comb = field("code", "comb", {10, 50, 20, 8});
  comb["cells"] = {{10, 50, 5, 8}, {15, 50, 5, 8}, {26, 50, 5, 8}};
  CHECK(told(checked(with(comb))) == Told{"cell-outside-box /fields/2/cells/2"});
  comb["cells"] = {{15, 50, 5, 8}, {10, 50, 5, 8}};
  CHECK(told(checked(with(comb))) == Told{"cell-order /fields/2/cells/1"});
  comb["cells"] = {{10, 50, 5, 8}, {15, 50, 5, 8}};
  CHECK(told(checked(with(comb))).empty());
}

TEST_CASE("lint cell-count: combs need cells and NHS numbers ten and dates as many as their layout") {
  CHECK(told(checked(with(field("code", "comb", {10, 50, 20, 8})))) == Told{"cell-count /fields/2/cells"});

  auto nhs = field("nhs", "nhs_number", {10, 50, 45, 8});
  nhs["cells"] = json::array();
  for (int i = 0; i < 9; ++i) nhs["cells"].push_back({10 + 5 * i, 50, 5, 8});
  CHECK(told(checked(with(nhs))) == Told{"cell-count /fields/2/cells"});

  auto date = field("born", "date", {10, 50, 40, 8});
  date["layout"] = "DDMMYY";
  date["cells"] = {{10, 50, 5, 8}, {15, 50, 5, 8}};
  CHECK(told(checked(with(date))) == Told{"cell-count /fields/2/cells"});
  date.erase("layout");
  CHECK(told(checked(with(date))) == Told{"date-without-layout /fields/2"});
  date.erase("cells");
  CHECK(told(checked(with(date))).empty());

  auto number = field("weight", "number", {10, 50, 10, 8});
  number["cells"] = {{10, 50, 5, 8}, {15, 50, 5, 8}};
  number["decimals"] = 2;
  CHECK(told(checked(with(number))) == Told{"cell-count /fields/2/cells"});
}

TEST_CASE("lint choice-without-options and option-without-code and duplicate-code") {
  auto choice = field("milk", "choice", {10, 50, 50, 5});
  CHECK(told(checked(with(choice))) == Told{"choice-without-options /fields/2"});
  choice["options"] = {option("yes", {10, 50, 5, 5}), {{"label", "No"}, {"box", {30, 50, 5, 5}}}};
  CHECK(told(checked(with(choice))) == Told{"option-without-code /fields/2/options/1"});
  choice["options"][1]["code"] = "";
  CHECK(told(checked(with(choice))) == Told{"option-without-code /fields/2/options/1"});
  choice["options"][1]["code"] = "yes";
  CHECK(told(checked(with(choice))) == Told{"duplicate-code /fields/2/options/1/code"});
  choice["options"][1]["code"] = "no";
  CHECK(told(checked(with(choice))).empty());
  choice["kind"] = "text";
  CHECK(told(checked(with(choice))) == Told{"options-without-choice /fields/2/options"});
}

TEST_CASE("lint none-box-without-ties and ties that lead nowhere") {
  auto none = field("nothing", "none_box", {80, 10, 5, 5});
  CHECK(told(checked(with(none))) == Told{"none-box-without-ties /fields/2"});
  none["ties"] = "surnames";
  CHECK(told(checked(with(none))) == Told{"no-such-field /fields/2/ties"});
  none["ties"] = "surname";
  CHECK(told(checked(with(none))).empty());
  none["kind"] = "checkbox";
  CHECK(told(checked(with(none))) == Told{"ties-without-none-box /fields/2/ties"});
}

TEST_CASE("lint unknown-rule: of a field and of the form") {
  auto form = sound_form();
  form["fields"][0]["rules"] = {{{"rule", "not_future"}}};
  form["rules"] = {{{"rule", "balance"}, {"fields", {"surname", "sugar"}}}};
  const auto findings = checked(form);
  CHECK(told(findings) == Told{"unknown-rule /fields/0/rules/0/rule", "unknown-rule /rules/0/rule"});
  CHECK(findings[0].message.find("not_before") != std::string::npos);
}

TEST_CASE("lint rule-argument: rules that can never do what they say") {
  const auto fault = [](const char* kind, const json& rule) {
    auto extra = field("extra", kind, {10, 50, 50, 8});
    extra["rules"] = {rule};
    const auto errors = told(checked(with(extra)));
    REQUIRE(errors.size() <= 1);
    return !errors.empty() && errors[0] == "rule-argument /fields/2/rules/0";
  };
  CHECK(fault("number", {{"rule", "range"}}));
  CHECK(fault("number", {{"rule", "range"}, {"min", 3}, {"max", 2}}));
  CHECK(fault("date", {{"rule", "range"}, {"min", 3}}));
  CHECK_FALSE(fault("number", {{"rule", "range"}, {"min", 3}}));
  CHECK(fault("text", {{"rule", "pattern"}, {"argument", "(["}}));
  CHECK(fault("text", {{"rule", "pattern"}}));
  CHECK_FALSE(fault("text", {{"rule", "pattern"}, {"argument", "[A-Z]{2}"}}));
  CHECK(fault("date", {{"rule", "not_before"}, {"argument", "yesterday"}}));
  CHECK(fault("date", {{"rule", "not_after"}, {"argument", "surname"}}));
  CHECK(fault("text", {{"rule", "not_after"}, {"argument", "2020-01-01"}}));
  CHECK_FALSE(fault("date", {{"rule", "not_after"}, {"argument", "2020-01-01"}}));
  CHECK_FALSE(fault("date", {{"rule", "not_after"}, {"argument", "extra"}}));
}

TEST_CASE("lint rule-argument: form rules about fields that are there and of the right kind") {
  auto form = sound_form();
  form["rules"] = {{{"rule", "sum"}, {"fields", {"surname", "sugar"}}}};
  CHECK(told(checked(form)) == Told{"rule-argument /rules/0/fields/0", "rule-argument /rules/0/fields/1"});
  form["rules"] = {{{"rule", "if_then"}, {"fields", {"sugar", "surname"}}}};
  CHECK(told(checked(form)).empty());
  form["rules"] = {{{"rule", "exclusive"}, {"fields", {"surname", "milk"}}}};
  CHECK(told(checked(form)) == Told{"no-such-field /rules/0/fields/1"});
  form["rules"] = {{{"rule", "order"}, {"fields", {"surname", "sugar"}}}};
  CHECK(told(checked(form)) == Told{"rule-argument /rules/0/fields/0", "rule-argument /rules/0/fields/1"});
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

TEST_CASE("lint mapping-to-unknown-field: columns of a repeated resource are not fields but its table is") {
  auto form = with(field("drinks", "table", {10, 50, 50, 40}));
  form["fhir"].push_back({{"resourceType", "Goal"}, {"for_each", "drinks"}, {"note", {{{"text", "{{temperature}}"}}}}});
  CHECK(checked(form).empty());
  form["fhir"][1]["for_each"] = "meals";
  CHECK(told(checked(form)) == Told{"mapping-to-unknown-field /fhir/1/for_each"});
}

TEST_CASE("lint unmapped-field is a warning because the QuestionnaireResponse holds every field") {
  const auto findings = checked(with(field("next", "text", {10, 50, 60, 8})));
  CHECK(told(findings).empty());
  CHECK(told(findings, Severity::warning) == Told{"unmapped-field /fields/2"});
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
    if (entry.path().extension() != ".cpp") continue;
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

// Lints that make load_form refuse a form.
#include <doctest/doctest.h>

#include "lint_support.hpp"

using namespace carescan;
using namespace carescan::forms;
using namespace carescan::forms::testing;

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

TEST_CASE("lint rule-argument: a range by fields needs fields with numbers") {
  const auto told_of = [](const json& rule) {
    auto extra = field("extra", "number", {10, 60, 20, 8});
    extra["rules"] = {rule};
    return told(checked(with(extra)));
  };
  CHECK(told_of({{"rule", "range"}, {"min_field", "extra"}}).empty());
  CHECK(told_of({{"rule", "range"}, {"max_field", "surname"}}) == Told{"rule-argument /fields/2/rules/0"});
  CHECK(told_of({{"rule", "range"}, {"max_field", "nothing"}}) == Told{"rule-argument /fields/2/rules/0"});
  CHECK(told_of({{"rule", "pattern"}, {"argument", "x"}, {"min_field", "extra"}}) ==
        Told{"rule-argument /fields/2/rules/0"});
}

namespace {

/// Weight, height in `unit` and BMI, the rule's fields as given.
Told told_of_bmi(const json& fields, const char* unit = "cm") {
  auto form = sound_form();
  for (const char* name : {"weight", "height", "index"})
    form["fields"].push_back(
        field(name, "number", {10, 30 + 10.0 * static_cast<double>(form["fields"].size()), 20, 8}));
  form["fields"][3]["unit"] = unit;
  form["pages"][0]["height_mm"] = 297;
  form["rules"] = {{{"rule", "bmi"}, {"fields", fields}}};
  return told(checked(form));
}

}  // namespace

TEST_CASE("lint rule-argument: arithmetic rules say which field is what") {
  CHECK(told_of_bmi({{"weight", "weight"}, {"height", "height"}, {"bmi", "index"}}).empty());
  CHECK(told_of_bmi({"weight", "height", "index"}) == Told{"rule-argument /rules/0/fields"});
  CHECK(told_of_bmi({{"weight", "weight"}, {"height", "height"}}) == Told{"rule-argument /rules/0/fields"});
  CHECK(told_of_bmi({{"weight", "weight"}, {"height", "height"}, {"bmi", "index"}}, "in") ==
        Told{"rule-argument /rules/0/fields/height"});
  CHECK(told_of_bmi({{"weight", "surname"}, {"height", "height"}, {"bmi", "index"}}) ==
        Told{"rule-argument /rules/0/fields/weight"});
  CHECK(told_of_bmi({{"weight", "weight"}, {"height", "height"}, {"bmi", "index"}, {"age", "index"}}) ==
        Told{"rule-argument /rules/0/fields/age"});
  CHECK(told_of_bmi({{"weight", "mass"}, {"height", "height"}, {"bmi", "index"}}) ==
        Told{"no-such-field /rules/0/fields/weight"});
}

TEST_CASE("lint rule-argument: only arithmetic rules name roles") {
  auto form = sound_form();
  form["rules"] = {{{"rule", "exclusive"}, {"fields", {{"first", "surname"}, {"second", "sugar"}}}}};
  CHECK(told(checked(form)) == Told{"rule-argument /rules/0/fields"});
}

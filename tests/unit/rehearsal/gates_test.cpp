#include "pipeline/rehearsal/gates.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "pipeline/forms/load.hpp"
#include "pipeline/model/failure.hpp"
#include "test_form.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::rehearsal;
using Json = nlohmann::json;

namespace {

Json tally(long total, long accepted, long asked, long wrong) {
  return {{"total", total},
          {"right_accepted", accepted},
          {"right_asked", asked},
          {"wrong_asked", 0},
          {"silently_wrong", wrong}};
}

std::string score(long pages_right, long critical_wrong) {
  return Json{{"pages", {{"truth", 4}, {"right", pages_right}}},
              {"inked", tally(10, 6, 3, 1)},
              {"corner_mm", {{"p99", 0.4}}},
              {"by_field", {{"surname", tally(4, 4, 0, 1)}, {"phone", tally(4, 4, 0, critical_wrong)}}}}
      .dump();
}

FormTemplate form_with(const std::string& gates) {
  FormTemplate form = test::small_form();
  form.fields[4].critical = true;  // phone
  form.gates_json = gates;
  return form;
}

Gate gate(const FormTemplate& form, const std::string& name, const std::string& score) {
  for (const Gate& gate : gates_of(form, score))
    if (gate.name == name) return gate;
  return {};
}

}  // namespace

TEST_CASE("gates: without any every page is identified and no critical field is silently wrong") {
  const FormTemplate form = form_with("{}");
  for (const Gate& gate : gates_of(form, score(4, 0))) CHECK_MESSAGE(gate.passes(), gate.name);
  CHECK(gates_of(form, score(4, 0)).size() == 2);
  CHECK(gate(form, "pages_not_identified", score(3, 0)).figure == 1);
  CHECK_FALSE(gate(form, "pages_not_identified", score(3, 0)).passes());
  CHECK(gate(form, "critical_silently_wrong", score(4, 2)).figure == 2);
  CHECK_FALSE(gate(form, "critical_silently_wrong", score(4, 2)).passes());
}

TEST_CASE("gates: a form loosens those and adds others by the figure's path") {
  const FormTemplate form =
      form_with(R"({"pages_not_identified": 1, "asked_share": 0.3, "corner_mm.p99": 0.3, "inked.silently_wrong": 1})");
  CHECK(gates_of(form, score(3, 0)).size() == 5);
  CHECK(gate(form, "pages_not_identified", score(3, 0)).passes());
  CHECK(gate(form, "asked_share", score(3, 0)).figure == doctest::Approx(0.3));
  CHECK(gate(form, "asked_share", score(3, 0)).passes());
  CHECK_FALSE(gate(form, "corner_mm.p99", score(3, 0)).passes());
  CHECK(gate(form, "inked.silently_wrong", score(3, 0)).passes());
}

TEST_CASE("gates: each shipped form has its own and none of them is out of reach") {
  int forms = 0;
  for (const auto& entry : std::filesystem::directory_iterator(carescan::test::source_dir() / "templates")) {
    if (!std::filesystem::exists(entry.path() / "form.json")) continue;
    const FormTemplate form = forms::load_form(entry.path());
    CAPTURE(form.id);
    const Json gates = Json::parse(form.gates_json);
    for (const char* name : {"inked.silently_wrong", "blank.silently_wrong"}) CHECK(gates.value(name, 1) == 0);
    CHECK(gates.value("corner_mm.p99", 1.0) <= 0.3);
    CHECK(gates.value("asked_share", 1.0) < 1);
    for (const char* name : {"tables.lost", "tables.invented"})
      CHECK(gates.value(name, 1) == (form.tables.empty() ? 1 : 0));
    ++forms;
  }
  CHECK(forms == 8);
}

TEST_CASE("gates: a figure that no score has is refused") {
  for (const char* name : {"inked.speed", "by_kind.table.inked.total", "inked", "nothing"}) {
    try {
      gates_of(form_with(Json{{name, 1}}.dump()), score(4, 0));
      FAIL(name);
    } catch (const Failure& failure) {
      CHECK(failure.code == "template-gate");
      CHECK(failure.why.find(name) != std::string::npos);
    }
  }
}

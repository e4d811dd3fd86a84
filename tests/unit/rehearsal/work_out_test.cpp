#include "pipeline/rehearsal/work_out.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "test_form.hpp"

using namespace carescan;
using namespace carescan::rehearsal;
using carescan::test::field;

namespace {

FormTemplate bmi_form() {
  FormTemplate form;
  for (const char* name : {"weight", "height", "index"})
    form.fields.push_back(field(name, FieldKind::number, {20, 20, 24, 8}));
  form.fields[1].unit = "cm";
  form.fields[2].cells = carescan::test::row_of_cells(20, 20, 3);
  form.fields[2].decimals = 1;
  form.rules = {{"bmi", {"weight", "height", "index"}, "", {"weight", "height", "bmi"}}};
  return form;
}

/// The BMI that somebody writes who meant to write something there.
std::string index_for(const std::string& weight, const std::string& height, std::uint64_t seed) {
  std::map<std::string, Wish> wishes{
      {"weight", {.text = weight}}, {"height", {.text = height}}, {"index", {.text = "9"}}};
  work_out(bmi_form(), wishes, Chance(seed));
  return wishes["index"].text;
}

}  // namespace

TEST_CASE("what people work out is mostly right and now and then one off") {
  int right = 0, off = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const std::string index = index_for("62.4", "165", seed);
    right += index == "22.9", off += index == "23.9";
  }
  CHECK(right + off == 400);
  CHECK(right > 360);
  CHECK(off > 4);
}

TEST_CASE("nothing is worked out of what is missing and nothing that has no room") {
  CHECK(index_for("", "165", 1).empty());
  CHECK(index_for("250", "100", 1).empty());  // 250.0 has four digits, and there are three cells
}

TEST_CASE("who leaves the result empty is not made to write it") {
  std::map<std::string, Wish> wishes{{"weight", {.text = "62.4"}}, {"height", {.text = "165"}}, {"index", {}}};
  work_out(bmi_form(), wishes, Chance(1));
  CHECK(wishes["index"].empty());
}

TEST_CASE("a total of ticks and codes is marked among the options of a scale") {
  FormTemplate form;
  form.fields = {field("a", FieldKind::checkbox, {20, 20, 5, 5}), field("b", FieldKind::checkbox, {30, 20, 5, 5}),
                 field("total", FieldKind::scale, {40, 20, 60, 5})};
  for (const char* code : {"0", "1", "2"}) form.fields[2].options.push_back({code, code, {40, 20, 5, 5}});
  form.rules = {{"sum", {"a", "b", "total"}, ""}};
  std::map<std::string, Wish> wishes{{"a", {.marked = true}}, {"b", {}}, {"total", {.codes = {"0"}}}};
  int right = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    work_out(form, wishes, Chance(seed));
    right += wishes["total"].codes == std::vector<std::string>{"1"};
  }
  CHECK(right > 85);
}

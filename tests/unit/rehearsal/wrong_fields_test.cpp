#include "pipeline/rehearsal/wrong_fields.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "pipeline/intake/write_image.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::rehearsal;
using Json = nlohmann::json;

namespace {

/// One page of 100 × 100 mm at 5 px/mm; a black bar stands where the field "dose" is written.
struct Rehearsal {
  test::Folder folder;
  FormTemplate form;
  std::filesystem::path scans = folder / "scans", out = folder / "out";

  Rehearsal() {
    form.id = "tea-list";
    form.pages = {{1, 100, 100}};
    for (const char* name : {"name", "dose"}) {
      Field field;
      field.name = name;
      field.label = std::string("The ") + name;
      field.box = {20, name[0] == 'n' ? 20.0 : 60.0, 40, 8};
      form.fields.push_back(field);
    }
    Raster page = make_raster(500, 500);
    for (int y = 310; y < 330; ++y)
      for (int x = 110; x < 290; ++x) page.pixels[static_cast<std::size_t>(y * 500 + x)] = 0;
    test::write_all(scans / "a.png", intake::encode_png(page, 127));
    Json fields = {{"name", {{"state", "read"}, {"value", "Ann"}, {"kind", "text"}, {"inked", true}, {"page", 1}}},
                   {"dose", {{"state", "read"}, {"value", "5 mg"}, {"kind", "text"}, {"inked", true}, {"page", 1}}}};
    const Json corners = {{0, 0}, {500, 0}, {500, 500}, {0, 500}};
    const Json truth_page = {{"number", 1},   {"source_page", 1},      {"turn_deg", 0},
                             {"skew_deg", 0}, {"size_mm", {100, 100}}, {"corners_px", corners}};
    test::write_all(
        scans / "a.truth.json",
        Json{{"source", "a.png"}, {"documents", {{{"form", "tea-list"}, {"pages", {truth_page}}, {"fields", fields}}}}}
            .dump());
  }

  void read(const std::string& name, bool name_accepted, const std::string& dose, bool dose_accepted) const {
    const auto field = [](const char* which, const std::string& value, bool accepted) {
      return Json{{"name", which},
                  {"kind", "text"},
                  {"page", 1},
                  {"state", "read"},
                  {"value", value},
                  {"text", value},
                  {"confidence", 0.9},
                  {"accepted", accepted},
                  {"reasons", accepted ? Json::array() : Json{"critical"}},
                  {"box_mm", {20, 20, 40, 8}}};
    };
    const Json corners = {{0, 0}, {500, 0}, {500, 500}, {0, 500}};
    const Json page = {
        {"number", 1}, {"source", {{"file", "a.png"}, {"page", 1}}}, {"skew_deg", 0}, {"corners_px", corners}};
    const Json record = {{"document", {{"id", "d"}, {"form", "tea-list"}, {"pages", {page}}}},
                         {"fields", {field("name", name, name_accepted), field("dose", dose, dose_accepted)}}};
    test::write_all(out / "documents/d/record.json", record.dump());
  }

  std::vector<WrongField> wrong(std::size_t most = 10) const { return wrong_fields(form, out, scans, {}, most); }
};

int dark(const Raster& ink) {
  return static_cast<int>(std::count_if(ink.pixels.begin(), ink.pixels.end(), [](std::uint8_t p) { return p < 100; }));
}

}  // namespace

TEST_CASE("wrong fields: what is right is none and silently wrong comes first") {
  const Rehearsal rehearsal;
  rehearsal.read("Ann", true, "5 mg", true);
  CHECK(rehearsal.wrong().empty());
  rehearsal.read("Anna", false, "50 mg", true);
  const auto wrong = rehearsal.wrong();
  REQUIRE(wrong.size() == 2);
  CHECK(wrong[0].name == "dose");
  CHECK(wrong[0].accepted);
  CHECK(wrong[0].paper == "5 mg");
  CHECK(wrong[0].read == "50 mg");
  CHECK(wrong[0].label == "The dose");
  CHECK_FALSE(wrong[1].accepted);
  CHECK(wrong[1].reasons == "critical");
}

TEST_CASE("wrong fields: the ink is cut from where the field truly lies") {
  const Rehearsal rehearsal;
  rehearsal.read("Anna", true, "50 mg", true);
  const auto wrong = rehearsal.wrong();
  REQUIRE(wrong.size() == 2);
  CHECK(dark(wrong[0].ink) == doctest::Approx(180 * 20).epsilon(0.05));
  CHECK(wrong[0].ink.width == (40 + 6) * 5);
  CHECK(dark(wrong[1].ink) == 0);  // the name's place is empty
  CHECK(rehearsal.wrong(1)[1].ink.empty());
}

TEST_CASE("wrong fields: those of a page that was not read are told") {
  const Rehearsal rehearsal;
  rehearsal.read("Ann", true, "5 mg", true);
  std::filesystem::remove_all(rehearsal.out / "documents/d");
  const auto wrong = rehearsal.wrong();
  REQUIRE(wrong.size() == 2);
  CHECK(wrong[0].read == "its page was not read");
  CHECK_FALSE(wrong[0].ink.empty());
}

TEST_CASE("wrong fields: papers of another form are none of this one's") {
  Rehearsal rehearsal;
  rehearsal.read("Anna", true, "50 mg", true);
  rehearsal.form.id = "coffee-list";
  CHECK(rehearsal.wrong().empty());
}

#include "pipeline/forms/diff.hpp"

#include <doctest/doctest.h>

#include "lint_support.hpp"
#include "pipeline/forms/form_json.hpp"
#include "pipeline/forms/load.hpp"

using namespace carescan;
using namespace carescan::forms;
using namespace carescan::forms::testing;

namespace {

std::vector<Change> changed(const json& from, const json& to) {
  return changes_between(parse_form(from.dump(), "/old"), parse_form(to.dump(), "/new"));
}

/// "what subject: detail" of each.
std::vector<std::string> said(const std::vector<Change>& changes) {
  std::vector<std::string> all;
  for (const Change& c : changes) all.push_back(c.what + " " + c.subject + ": " + c.detail);
  return all;
}

json table() {
  return json::parse(R"({"name": "needs", "label": "Needs", "kind": "table", "page": 1, "box": [10, 50, 80, 40],
    "columns": [{"name": "need", "label": "Need", "kind": "text", "box": [10, 60, 50, 10]},
                {"name": "met", "label": "Met", "kind": "checkbox", "box": [70, 62, 5, 5]}],
    "rows": [60, 70, 80], "continues": "need"})");
}

json choice() {
  json field_ = field("tea", "choice", {10, 40, 40, 5});
  field_["options"] = {option("green", {10, 40, 5, 5}), option("black", {30, 40, 5, 5})};
  return field_;
}

}  // namespace

TEST_CASE("diff: a form is like itself") {
  for (const FormTemplate& form : load_catalogue({std::filesystem::path(CARESCAN_SOURCE_DIR) / "templates"}))
    CHECK_MESSAGE(changes_between(form, form).empty(), form.id);
}

TEST_CASE("diff: a box that moved is told in mm and one that was rounded is not") {
  json now = sound_form();
  now["fields"][0]["box"] = {12.5, 10, 57.5, 8};
  now["fields"][1]["box"] = {10.05, 30, 5, 5};
  const auto changes = changed(sound_form(), now);
  CHECK(said(changes) == Told{"moved surname: 2.5 mm right, 2.5 mm narrower"});
  CHECK(changes[0].weight == ChangeWeight::geometry);
  REQUIRE(changes[0].by_mm.has_value());
  CHECK((*changes[0].by_mm)[2] == doctest::Approx(-2.5));
  CHECK(asks_for_a_version(changes));
}

TEST_CASE("diff: another name at the same place is a renaming and not a loss") {
  json now = sound_form();
  now["fields"][0]["name"] = "family_name";
  now["fields"].push_back(field("milk", "checkbox", {30, 30, 5, 5}));
  now["fhir"] = json::array();
  auto changes = changed(sound_form(), now);
  REQUIRE(changes.size() == 3);
  CHECK(said(changes)[0] == "renamed family_name: it was 'surname', in the same place");
  CHECK(said(changes)[1] == "added milk: a checkbox on page 1");
  CHECK(said(changes)[2].starts_with("mapping /fhir/0: gone: {\"code\":{\"text\":\"{{surname}}"));
  now["fields"].erase(1);
  changes = changed(sound_form(), now);
  CHECK(said(changes)[2] == "removed sugar: a checkbox on page 1");
}

TEST_CASE("diff: kinds and properties and rules are told from what to what") {
  json now = sound_form();
  now["fields"][0]["kind"] = "paragraph";
  now["fields"][0]["critical"] = true;
  now["fields"][0]["rules"] = {{{"rule", "pattern"}, {"argument", "[A-Z]+"}}};
  now["rules"] = {{{"rule", "if_then"}, {"fields", {"sugar", "surname"}}}};
  CHECK(said(changed(sound_form(), now)) == Told{"kind surname: text → paragraph", "critical surname: no → yes",
                                                 "rules surname: (none) → pattern [A-Z]+",
                                                 "rules the form: new: if_then: sugar, surname"});
  CHECK(said(changed(now, sound_form()))[3] == "rules the form: gone: if_then: sugar, surname");
}

TEST_CASE("diff: options are matched by their codes") {
  json now = with(choice());
  json& options = now["fields"][2]["options"];
  options[0]["label"] = "Green tea";
  options[1]["code"] = "white";
  CHECK(said(changed(with(choice()), now)) == Told{"options tea: 'black' (x) is gone",
                                                   "options tea: 'green' is called Green tea instead of x",
                                                   "options tea: 'white' (x) is new"});
  json moved = with(choice());
  moved["fields"][2]["options"][1]["box"] = {31, 40, 5, 5};
  CHECK(said(changed(with(choice()), moved)) == Told{"moved tea: option 'black': 1.0 mm right"});
}

TEST_CASE("diff: a table is told by its columns and rows") {
  json now = with(table());
  now["fields"][2]["rows"] = {60, 70};
  now["fields"][2]["columns"][1]["box"] = {71, 62, 5, 5};
  now["fields"][2]["columns"][0]["name"] = "wish";
  now["fields"][2]["continues"] = "wish";
  CHECK(said(changed(with(table()), now)) == Told{"continues needs: need → wish", "rows needs: 3 → 2",
                                                  "renamed needs.wish: it was 'needs.need', in the same place",
                                                  "moved needs.met: 1.0 mm right"});
}

TEST_CASE("diff: the mapping is told by its places") {
  json now = sound_form();
  now["fhir"][0]["code"]["text"] = "{{surname}}";
  now["fhir"].push_back({{"resourceType", "Patient"}});
  CHECK(said(changed(sound_form(), now)) ==
        Told{"mapping /fhir/0/code/text: \"{{surname}} {{sugar}}\" → \"{{surname}}\"",
             "mapping /fhir/-: new: {\"resourceType\":\"Patient\"}"});
  json shorter = now;
  shorter["fhir"] = json::array();
  CHECK(changed(now, shorter).size() == 2);
}

TEST_CASE("diff: words alone ask for no version") {
  json now = sound_form();
  now["title"] = "Tea and sugar";
  now["fields"][0]["label"] = "Family name";
  std::swap(now["fields"][0], now["fields"][1]);
  const auto changes = changed(sound_form(), now);
  CHECK(changes.size() == 3);
  CHECK_FALSE(asks_for_a_version(changes));
  json page = sound_form();
  page["pages"][0]["width_mm"] = 110;
  CHECK(said(changed(sound_form(), page)) == Told{"size page 1: 100 × 100 → 110 × 100 mm"});
}

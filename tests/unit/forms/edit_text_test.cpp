#include "pipeline/forms/edit_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <vector>

#include "pipeline/forms/align.hpp"
#include "pipeline/forms/pointer_lines.hpp"

namespace fs = std::filesystem;
using carescan::forms::edited_text;
using carescan::forms::same_value;
using Json = nlohmann::ordered_json;

namespace {

/// As a person writes a form: one field a line, an empty line between groups, 15.0 and an odd space here and there.
const std::string small = R"({
  "id": "tea-list",
  "version": "1.0",
  "title": "Tea  list",
  "pages": [{"number": 1, "width_mm": 210, "height_mm": 297.0}],
  "fields": [
    {"name": "surname",  "label": "Surname", "kind": "text", "page": 1, "box": [15.0, 40, 75, 8.40]},
    {"name": "sugar", "label": "Takes sugar", "kind": "checkbox", "page": 1, "box": [15, 60, 4.8, 4.8]},

    {"name": "milk", "label": "Milk", "kind": "choice", "page": 1, "box": [15, 70, 30, 4.8], "options": [{"code": "yes", "label": "Yes", "box": [15, 70, 4.8, 4.8]}, {"code": "no", "label": "No", "box": [35, 70, 4.8, 4.8]}]}
  ],
  "fhir": []
}
)";

/// As a program writes it: everything broken.
const std::string broken = R"({
    "id": "tea-list",
    "fields": [
        {
            "name": "surname",
            "box": [
                15,
                40
            ]
        },
        {
            "name": "sugar",
            "required": true,
            "box": [
                15,
                60
            ]
        }
    ]
}
)";

std::string edited(const std::string& text, const std::function<void(Json&)>& change) {
  Json wanted = Json::parse(text);
  change(wanted);
  const std::string result = edited_text(text, wanted);
  CHECK(same_value(Json::parse(result), wanted));
  return result;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  REQUIRE(text.find(from) != std::string::npos);
  return text.replace(text.find(from), from.size(), to);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    lines.back() += c;
    if (c == '\n') lines.emplace_back();
  }
  return lines;
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Lines of `now` that `was` does not have at that distance from either end: what a diff would show.
std::pair<std::vector<std::string>, std::vector<std::string>> differing(const std::string& was,
                                                                        const std::string& now) {
  std::vector<std::string> a = lines_of(was), b = lines_of(now);
  while (!a.empty() && !b.empty() && a.front() == b.front()) a.erase(a.begin()), b.erase(b.begin());
  while (!a.empty() && !b.empty() && a.back() == b.back()) a.pop_back(), b.pop_back();
  return {a, b};
}

std::size_t lines_within(const std::string& text, const std::string& pointer) {
  const auto span = carescan::forms::pointer_lines(text).spans.at(pointer);
  return lines_of(text.substr(span.begin, span.end - span.begin)).size();
}

std::vector<fs::path> shipped() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(CARESCAN_SOURCE_DIR) / "templates"))
    if (fs::exists(entry.path() / "form.json")) files.push_back(entry.path() / "form.json");
  std::ranges::sort(files);
  return files;
}

}  // namespace

TEST_CASE("edited_text: what is not changed comes back byte for byte") {
  for (const std::string& text :
       {small, broken, std::string("  {}\n"), std::string("[1,2 , 3.0]"), std::string("{\"a\":1e2}")})
    CHECK(edited_text(text, Json::parse(text)) == text);
  REQUIRE(shipped().size() >= 8);
  for (const fs::path& file : shipped()) CHECK(edited_text(text_of(file), Json::parse(text_of(file))) == text_of(file));
}

TEST_CASE("edited_text: numbers that are the same are left as they were written") {
  CHECK(edited(small, [](Json& form) {
          form["fields"][0]["box"] = {15, 41.5, 75, 8.4};
        }) == with(small, "[15.0, 40,", "[15.0, 41.5,"));
}

TEST_CASE("edited_text: a box that is moved and resized changes its numbers only") {
  CHECK(edited(small, [](Json& form) {
          form["fields"][1]["box"] = {16.5, 61, 5, 5};
        }) == with(small, "[15, 60, 4.8, 4.8]", "[16.5, 61, 5, 5]"));
  CHECK(edited(broken, [](Json& form) { form["fields"][1]["box"][1] = 61.5; }) == with(broken, "60", "61.5"));
}

TEST_CASE("edited_text: a field that is renamed is the same field") {
  CHECK(edited(small, [](Json& form) { form["fields"][1]["name"] = "sugar_in_tea"; }) ==
        with(small, "\"sugar\"", "\"sugar_in_tea\""));
}

TEST_CASE("edited_text: renamed beside one that is new and one that is gone") {
  const std::string text = edited(small, [](Json& form) {
    Json& fields = form["fields"];
    fields[1]["name"] = "sweet";
    fields.erase(0);
    fields.insert(fields.begin(), Json{{"name", "room"}, {"kind", "comb"}, {"page", 2}});
  });
  CHECK(text.find("    {\"name\": \"room\", \"kind\": \"comb\", \"page\": 2},\n    {\"name\": \"sweet\", \"label\": "
                  "\"Takes sugar\"") != std::string::npos);
}

TEST_CASE("edited_text: members are added as their neighbours are written and taken away whole") {
  CHECK(edited(small, [](Json& form) { form["fields"][1]["required"] = true; }) ==
        with(small, "[15, 60, 4.8, 4.8]", "[15, 60, 4.8, 4.8], \"required\": true"));
  CHECK(edited(small, [](Json& form) { form["fields"][1].erase("label"); }) ==
        with(small, "\"label\": \"Takes sugar\", ", ""));
  CHECK(edited(small, [](Json& form) { form["fields"][0].erase("name"); }) ==
        with(small, "\"name\": \"surname\",  ", ""));
  CHECK(edited(small, [](Json& form) { form.erase("fhir"); }) == with(small, ",\n  \"fhir\": []", ""));
  CHECK(edited(broken, [](Json& form) { form["fields"][0]["required"] = true; }) ==
        with(broken, "                40\n            ]\n",
             "                40\n            ],\n            \"required\": true\n"));
}

TEST_CASE("edited_text: a new member stands where it stands in what is wanted") {
  Json wanted = Json::parse(small);
  Json field = Json::object();
  for (const auto& [key, value] : wanted["fields"][1].items()) {
    field[key] = value;
    if (key == "label") field["help"] = "How many?";
  }
  wanted["fields"][1] = field;
  CHECK(edited_text(small, wanted) == with(small, "\"Takes sugar\", ", "\"Takes sugar\", \"help\": \"How many?\", "));
}

TEST_CASE("edited_text: a new field is a line as its neighbour is") {
  const Json field{{"name", "room"}, {"label", "Room"}, {"kind", "comb"}, {"box", {15, 80, 16.8, 8.4}}};
  const std::string line =
      "    {\"name\": \"room\", \"label\": \"Room\", \"kind\": \"comb\", \"box\": [15, 80, 16.8, 8.4]}";
  CHECK(edited(small, [&](Json& form) { form["fields"].insert(form["fields"].begin() + 1, field); }) ==
        with(small, "    {\"name\": \"sugar\"", line + ",\n    {\"name\": \"sugar\""));
  CHECK(edited(small, [&](Json& form) { form["fields"].push_back(field); }) ==
        with(small, "]}\n  ],", "]},\n" + line + "\n  ],"));
  CHECK(edited(small, [&](Json& form) { form["fields"].insert(form["fields"].begin(), field); }) ==
        with(small, "    {\"name\": \"surname\"", line + ",\n    {\"name\": \"surname\""));
  const std::string tall =
      "        {\n            \"name\": \"milk\",\n            \"box\": [\n                1,\n                2\n     "
      "       ]\n        }";
  CHECK(edited(broken, [](Json& form) {
          form["fields"].push_back({{"name", "milk"}, {"box", {1, 2}}});
        }) == with(broken, "        }\n    ]", "        },\n" + tall + "\n    ]"));
}

TEST_CASE("edited_text: a field that is deleted takes its line and no other with it") {
  const std::vector<std::string> lines = lines_of(small);
  const std::string surname = lines[6], sugar = lines[7];
  CHECK(edited(small, [](Json& form) { form["fields"].erase(0); }) == with(small, surname, ""));
  CHECK(edited(small, [](Json& form) { form["fields"].erase(1); }) == with(small, sugar, ""));
  const std::string without_last = edited(small, [](Json& form) { form["fields"].erase(2); });
  CHECK(without_last.find("4.8, 4.8]}\n  ],\n  \"fhir\"") != std::string::npos);
  CHECK(edited(small, [](Json& form) { form["fields"] = Json::array(); }).find("\"fields\": [],\n") !=
        std::string::npos);
}

TEST_CASE("edited_text: what was empty is filled on one line") {
  CHECK(edited(small, [](Json& form) {
          form["fhir"].push_back({{"resourceType", "Patient"}});
        }) == with(small, "\"fhir\": []", "\"fhir\": [{\"resourceType\": \"Patient\"}]"));
}

TEST_CASE("edited_text: ends of lines are those of the file") {
  std::string text;
  for (const char c : broken) text += c == '\n' ? "\r\n" : std::string(1, c);
  const std::string result = edited(text, [](Json& form) {
    form["fields"].push_back({{"name", "milk"}, {"box", {1, 2}}});
  });
  CHECK(std::ranges::count(result, '\r') == std::ranges::count(result, '\n'));
}

TEST_CASE("edited_text: names with escapes, marks of JSON in texts, and other kinds of value") {
  const std::string text = "{\"a\\\"b/~\": \"{[,]}\", \"t\": null}";
  CHECK(edited(text, [](Json& json) { json["t"] = {1, 2}; }) == with(text, "null", "[1, 2]"));
  CHECK(edited(text, [](Json& json) { json["a\"b/~"] = "x\n"; }) == with(text, "\"{[,]}\"", "\"x\\n\""));
}

TEST_CASE("edited_text: a thousand random edits of the forms we ship say what was meant and touch that field only") {
  std::mt19937 random(114);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  const std::vector<fs::path> files = shipped();
  for (int turn = 0; turn < 1000; ++turn) {
    const std::string text = text_of(files[below(files.size())]);
    Json wanted = Json::parse(text);
    Json& fields = wanted["fields"];
    const std::size_t at = below(fields.size());
    const std::size_t action = below(6);
    const std::string subject = "\"name\": \"" + fields[at]["name"].get<std::string>() + "\"";
    if (action == 0) fields[at]["box"][below(4)] = static_cast<double>(below(2000)) / 10 + 0.05;
    if (action == 1) fields[at]["name"] = "renamed_" + std::to_string(turn);
    if (action == 2) fields.erase(at);
    if (action == 3)
      fields.insert(fields.begin() + static_cast<long>(at) + 1, Json{{"name", "new"}, {"box", {1.5, 2, 3, 4}}});
    if (action == 4) fields[at]["critical"] = !fields[at].value("critical", false);
    if (action == 5) fields[at]["label"] = "Ünïcode \"quoted\" \\ " + std::to_string(turn);
    const std::string result = edited_text(text, wanted);
    REQUIRE(same_value(Json::parse(result), wanted));
    const auto [gone, come] = differing(text, result);
    CAPTURE(files.size());
    CAPTURE(action);
    CAPTURE(subject);
    const bool last = at + 1 == fields.size() + (action == 2 ? 1 : 0) - (action == 3 ? 1 : 0);
    const std::size_t height = lines_within(text, "/fields/" + std::to_string(at));  // a table has several lines
    CHECK(gone.size() <= (action == 3 ? 0 : height) + (last ? 1U : 0U));
    CHECK(come.size() <= 1U + (last ? 1U : 0U));
    if (action != 3 && height == 1 && !last) CHECK(gone.front().find(subject) != std::string::npos);
  }
}

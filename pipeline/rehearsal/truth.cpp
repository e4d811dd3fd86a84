#include "pipeline/rehearsal/truth.hpp"

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "pipeline/model/table.hpp"

namespace carescan::rehearsal {
namespace {

using Json = nlohmann::ordered_json;

double rounded(double value) {
  return std::round(value * 1000) / 1000;
}

// Hundredths of a pixel: a form has a hundred fields and more.
Json json_of(const CornersPx& corners) {
  Json json = Json::array();
  for (const PointPx& corner : corners)
    json.push_back({std::round(corner.x * 100) / 100, std::round(corner.y * 100) / 100});
  return json;
}

Json json_of(const std::vector<BoxMm>& marks) {
  Json json = Json::array();
  for (const BoxMm& m : marks) json.push_back({rounded(m.x), rounded(m.y), rounded(m.width), rounded(m.height)});
  return json;
}

Json json_of(const Value& value) {
  return std::visit(
      [](const auto& held) -> Json {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>)
          return nullptr;
        else if constexpr (std::is_same_v<Held, std::vector<BoxMm>>)
          return json_of(held);
        else
          return held;
      },
      value);
}

Json json_of(const ScannedPage& page, int number, int source_page) {
  Json corners = Json::array();
  for (const PointPx& corner : page.corners_px) corners.push_back({rounded(corner.x), rounded(corner.y)});
  Json fields = Json::object();
  for (const auto& [name, field] : page.fields_px) fields[name] = json_of(field);
  return {{"number", number},          {"source_page", source_page},
          {"turn_deg", page.turn_deg}, {"skew_deg", rounded(page.skew_deg)},
          {"corners_px", corners},     {"size_mm", {page.width_mm, page.height_mm}},
          {"fields_px", fields}};
}

Json json_of(const Filling& filling) {
  Json json = {{"state", to_string(filling.state)},
               {"value", filling.state == FieldState::read ? json_of(filling.value) : Json()},
               {"kind", to_string(filling.kind)},
               {"page", filling.page},
               {"inked", filling.inked()}};
  if (!filling.cells.empty()) json["cells"] = filling.cells;
  if (!filling.slip.empty()) json["slip"] = filling.slip;
  if (filling.ask) json["ask"] = true;
  return json;
}

/// In how many rows of each table somebody wrote or marked.
Json rows_written(const TrueDocument& document) {
  std::map<std::string, std::set<std::string>> rows;
  for (const auto& [name, filling] : document.fields) {
    const std::string row = row_name(name), table = row.substr(0, row.find('['));
    if (row.empty()) continue;
    rows[table];
    if (filling.inked()) rows[table].insert(row);
  }
  Json json = Json::object();
  for (const auto& [table, written] : rows) json[table] = written.size();
  return json;
}

Json json_of(const TrueDocument& document) {
  Json pages = Json::array(), fields = Json::object();
  for (std::size_t i = 0; i < document.pages.size(); ++i)
    pages.push_back(json_of(document.pages[i], static_cast<int>(i) + 1, document.source_pages.at(i)));
  for (const auto& [name, filling] : document.fields) fields[name] = json_of(filling);
  Json json{{"form", document.form}, {"writer", document.writer}, {"pages", pages}, {"fields", fields}};
  if (const Json rows = rows_written(document); !rows.empty()) json["tables"] = rows;
  return json;
}

// Points on one line: laid out a number a line, corners would be nine tenths of the file. Arrays of numbers lose their
// white space; strings are left alone.
std::string with_short_arrays(const std::string& json) {
  std::string out;
  int depth = 0;  // of arrays of numbers, or of such arrays
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '\\') out += json[i++];  // and what it escapes, as it is
    if (c == '"') quoted = !quoted;
    if (!quoted && c == '[') {
      const std::size_t first = json.find_first_not_of(" \n", i + 1);
      if (depth > 0 || std::string_view("[-0123456789").find(json[first]) != std::string_view::npos) ++depth;
    }
    if (quoted || depth == 0 || (c != ' ' && c != '\n')) out += json[i];
    if (!quoted && depth > 0 && c == ']') --depth;
  }
  return out;
}

}  // namespace

std::string truth_json(const std::string& source, const std::vector<TrueDocument>& documents) {
  Json truth = {{"source", source}, {"documents", Json::array()}};
  for (const TrueDocument& document : documents) truth["documents"].push_back(json_of(document));
  return with_short_arrays(truth.dump(1)) + "\n";
}

}  // namespace carescan::rehearsal

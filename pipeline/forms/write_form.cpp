#include "pipeline/forms/write_form.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

namespace carescan::forms {

namespace {

using Json = nlohmann::ordered_json;

double to_hundredth(double mm) {
  return std::round(mm * 100) / 100;
}

Json json_of(const BoxMm& box) {
  return Json::array({to_hundredth(box.x), to_hundredth(box.y), to_hundredth(box.width), to_hundredth(box.height)});
}

Json json_of(const FieldRule& rule) {
  Json json{{"rule", rule.rule}};
  if (rule.min) json["min"] = *rule.min;
  if (rule.max) json["max"] = *rule.max;
  if (!rule.argument.empty()) json["argument"] = rule.argument;
  if (!rule.min_field.empty()) json["min_field"] = rule.min_field;
  if (!rule.max_field.empty()) json["max_field"] = rule.max_field;
  return json;
}

void add_places(Json& json, const Field& field) {
  json["box"] = json_of(field.box);
  for (const BoxMm& cell : field.cells) json["cells"].push_back(json_of(cell));
  for (const Option& option : field.options)
    json["options"].push_back({{"code", option.code}, {"label", option.label}, {"box", json_of(option.box)}});
  if (field.mark == MarkBy::ring) json["mark"] = "ring";
}

/// Members that are left out where they say what would be taken anyway.
void add_properties(Json& json, const Field& field) {
  const auto text = [&](const char* key, const std::string& value) {
    if (!value.empty()) json[key] = value;
  };
  if (field.content != Content::handwritten) json["content"] = field.content == Content::typed ? "typed" : "either";
  if (field.required) json["required"] = true;
  if (field.critical) json["critical"] = true;
  text("alphabet", field.alphabet);
  text("layout", field.layout);
  text("unit", field.unit);
  if (field.decimals > 0) json["decimals"] = field.decimals;
  if (field.lines > 1) json["lines"] = field.lines;
  if (field.max_length > 0) json["max_length"] = field.max_length;
  text("lexicon", field.lexicon);
  text("ties", field.ties);
  text("help", field.help);
  for (const FieldRule& rule : field.rules) json["rules"].push_back(json_of(rule));
}

Json json_of(const Field& field, bool is_column) {
  Json json{{"name", field.name}, {"label", field.label}, {"kind", to_string(field.kind)}};
  if (!is_column) json["page"] = field.page;
  add_places(json, field);
  add_properties(json, field);
  return json;
}

Json json_of(const Table& table) {
  Json json{{"name", table.name}, {"label", table.label}, {"kind", "table"}, {"page", table.page}};
  json["box"] = json_of(table.box);
  for (const Field& column : table.columns) json["columns"].push_back(json_of(column, true));
  for (const double row : table.rows) json["rows"].push_back(to_hundredth(row));
  if (!table.key.empty()) json["continues"] = table.key;
  return json;
}

Json json_of(const FormRule& rule) {
  Json json{{"rule", rule.rule}, {"fields", Json::array()}};
  if (!rule.roles.empty()) json["fields"] = Json::object();
  for (std::size_t i = 0; i < rule.fields.size(); ++i)
    if (rule.roles.empty())
      json["fields"].push_back(rule.fields[i]);
    else
      json["fields"][rule.roles[i]] = rule.fields[i];
  if (!rule.message.empty()) json["message"] = rule.message;
  return json;
}

/// Fields, and each table where its first cell stands.
std::vector<Json> fields_of(const FormTemplate& form) {
  std::vector<Json> all;
  std::set<std::string> tables;
  for (const Field& field : form.fields) {
    if (field.table.empty()) {
      all.push_back(json_of(field, false));
    } else if (tables.insert(field.table).second) {
      all.push_back(json_of(*std::ranges::find(form.tables, field.table, &Table::name)));
    }
  }
  return all;
}

std::string listed(const std::vector<Json>& members) {
  std::string text = "[";
  for (const Json& member : members) text += (&member == &members.front() ? "\n    " : ",\n    ") + member.dump();
  return text + "\n  ]";
}

Json pages_of(const FormTemplate& form) {
  Json pages = Json::array();
  for (const FormPage& page : form.pages)
    pages.push_back({{"number", page.number}, {"width_mm", page.width_mm}, {"height_mm", page.height_mm}});
  return pages;
}

}  // namespace

std::string form_text(const FormTemplate& form) {
  std::string text = "{\n  \"$schema\": \"../form.schema.json\"";
  const auto add = [&](const char* key, const std::string& value) {
    text += ",\n  \"" + std::string(key) + "\": " + value;
  };
  add("id", Json(form.id).dump());
  add("version", Json(form.version).dump());
  add("title", Json(form.title).dump());
  add("blank", Json(form.blank.filename().string()).dump());
  add("pages", pages_of(form).dump());
  add("fields", listed(fields_of(form)));
  std::vector<Json> rules;
  for (const FormRule& rule : form.rules) rules.push_back(json_of(rule));
  if (!rules.empty()) add("rules", listed(rules));
  if (form.fhir_json != "[]") add("fhir", Json::parse(form.fhir_json).dump());
  if (form.gates_json != "{}") add("gates", form.gates_json);
  return text + "\n}\n";
}

}  // namespace carescan::forms

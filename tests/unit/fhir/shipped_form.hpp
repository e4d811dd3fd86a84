#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "pipeline/forms/load.hpp"
#include "pipeline/records/tables.hpp"
#include "tests/unit/fhir/sample_record.hpp"

/// The forms that carescan ships, and records of them made from tests/unit/fhir/filled: made-up people who filled in
/// everything.
namespace shipped {

using Json = nlohmann::ordered_json;

enum class Trust { asked, accepted, reviewed };

inline const std::vector<std::string>& ids() {
  static const std::vector<std::string> all{"about-me",   "body-map",        "care-plan",           "daily-notes",
                                            "falls-risk", "medication-list", "nutrition-screening", "observations"};
  return all;
}

inline carescan::FormTemplate form(const std::string& id) {
  return carescan::forms::load_form(std::filesystem::path(CARESCAN_SOURCE_DIR) / "templates" / id);
}

/// What is written on the form `id`, by field; a table is a list of its rows.
inline Json filled(const std::string& id) {
  std::ifstream in(std::filesystem::path(CARESCAN_SOURCE_DIR) / "tests/unit/fhir/filled" / (id + ".json"));
  return Json::parse(in);
}

inline carescan::Value value_of(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number()) return json.get<double>();
  if (json.front().is_string()) return json.get<std::vector<std::string>>();
  std::vector<carescan::BoxMm> marks;
  for (const Json& box : json) marks.push_back({box[0], box[1], box[2], box[3]});
  return marks;
}

/// {"needs": [{"goal": "x"}]} as {"needs[1].goal": "x"}.
inline Json by_field(const Json& values, const carescan::FormTemplate& form) {
  Json out = Json::object();
  for (const auto& [name, value] : values.items()) {
    const bool is_table = std::any_of(form.tables.begin(), form.tables.end(),
                                      [&, of = name](const carescan::Table& table) { return table.name == of; });
    if (!is_table) {
      out[name] = value;
      continue;
    }
    for (std::size_t row = 0; row < value.size(); ++row)
      for (const auto& [column, cell] : value[row].items())
        out[name + "[" + std::to_string(row + 1) + "]." + column] = cell;
  }
  return out;
}

/// A record with these values; every other field is blank.
inline carescan::Record record(const carescan::FormTemplate& form, const Json& values, Trust trust) {
  const Json given = by_field(values, form);
  carescan::Record record = fhir_sample::record();
  record.form = form.id;
  record.version = form.version;
  record.fields.clear();
  for (const carescan::Field& field : form.fields) {
    carescan::RecordField f = fhir_sample::answer(field, {});
    f.state = given.contains(field.name) ? carescan::FieldState::read : carescan::FieldState::blank;
    if (given.contains(field.name)) f.value = value_of(given[field.name]);
    record.fields.push_back(f);
  }
  carescan::records::apply_tables(form, record);
  for (carescan::RecordField& f : record.fields) {
    f.accepted = trust == Trust::accepted;
    f.reviewed = trust == Trust::reviewed;
    f.reasons.clear();
  }
  return record;
}

inline carescan::Record record(const std::string& id, Trust trust) {
  return record(form(id), filled(id), trust);
}

inline Json bundle(const carescan::Record& record,
                   carescan::fhir::BundleKind kind = carescan::fhir::BundleKind::transaction) {
  return Json::parse(
      carescan::fhir::make_bundle(record, form(record.form), fhir_sample::scans(), fhir_sample::options(kind)));
}

/// The resources of a type.
inline std::vector<Json> all(const Json& bundle, const std::string& type) {
  std::vector<Json> out;
  for (const Json& entry : bundle.at("entry"))
    if (entry.at("resource").at("resourceType") == type) out.push_back(entry.at("resource"));
  return out;
}

/// The one whose member at a JSON pointer is `value`; null where there is none.
inline Json with(const Json& bundle, const std::string& type, const std::string& pointer, const Json& value) {
  for (const Json& resource : all(bundle, type)) {
    const Json::json_pointer at(pointer);
    if (resource.contains(at) && resource.at(at) == value) return resource;
  }
  return nullptr;
}

}  // namespace shipped

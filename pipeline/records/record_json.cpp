#include "pipeline/records/record_json.hpp"

#include "pipeline/records/json_parts.hpp"

namespace carescan::records {
namespace {

constexpr Digits digits = Digits::three;

/// What the machine had read where a person found something else.
Json read_as_json(const MachineReading& reading) {
  return {{"state", to_string(reading.state)},
          {"value", value_json(reading.value, digits)},
          {"text", reading.text},
          {"confidence", number_json(reading.confidence, digits)}};
}

Json field_json(const RecordField& field) {
  Json out{{"name", field.name},
           {"label", field.label},
           {"kind", to_string(field.kind)},
           {"page", field.page},
           {"box_mm", box_json(field.box, digits)},
           {"state", to_string(field.state)},
           {"value", value_json(field.value, digits)},
           {"text", field.text},
           {"confidence", number_json(field.confidence, digits)},
           {"accepted", field.accepted},
           {"reasons", field.reasons},
           {"alternatives", alternatives_json(field.alternatives, digits)},
           {"critical", field.critical}};
  if (!field.reviewed) return out;
  out["reviewed"] = true;
  out["reviewed_by"] = field.reviewed_by;
  out["reviewed_at"] = field.reviewed_at;
  if (field.read_as) out["read_as"] = read_as_json(*field.read_as);
  return out;
}

Json table_json(const RecordTable& table) {
  return Json{{"name", table.name}, {"entries", table.entries}};
}

template <typename Items, typename ToJson>
Json list(const Items& items, ToJson to_json_of) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(to_json_of(item));
  return out;
}

}  // namespace

std::string to_json(const Record& record) {
  const auto page = [](const RecordPage& p) { return page_json(p, digits); };
  const auto issue = [](const Issue& i) { return issue_json(i, digits); };
  const Json document{
      {"id", record.id}, {"form", record.form}, {"version", record.version}, {"pages", list(record.pages, page)}};
  Json json{{"schema", "carescan-record/1"},
            {"document", document},
            {"fields", list(record.fields, field_json)},
            {"issues", list(record.issues, issue)}};
  if (!record.tables.empty()) json["tables"] = list(record.tables, table_json);
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace carescan::records

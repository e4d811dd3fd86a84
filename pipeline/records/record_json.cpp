#include "pipeline/records/record_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace carescan::records {
namespace {

using Json = nlohmann::ordered_json;

/// Three decimals: what differs beyond them is CPU, not paper. Whole numbers come out without a point.
Json rounded(double x) {
  const double y = std::round(x * 1000) / 1000;
  if (y == std::floor(y) && std::abs(y) < 1e15) return static_cast<std::int64_t>(y);
  return y;
}

Json number(double x) {
  if (x == std::floor(x) && std::abs(x) < 1e15) return static_cast<std::int64_t>(x);
  return x;
}

Json box_json(const BoxMm& box) {
  return Json::array({rounded(box.x), rounded(box.y), rounded(box.width), rounded(box.height)});
}

Json boxes_json(const std::vector<BoxMm>& boxes) {
  Json out = Json::array();
  for (const BoxMm& box : boxes) out.push_back(box_json(box));
  return out;
}

Json value_json(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* x = std::get_if<double>(&value)) return number(*x);
  if (const auto* ticked = std::get_if<bool>(&value)) return *ticked;
  if (const auto* codes = std::get_if<std::vector<std::string>>(&value)) return *codes;
  if (const auto* marks = std::get_if<std::vector<BoxMm>>(&value)) return boxes_json(*marks);
  return nullptr;
}

Json source_json(const RecordPage& page) {
  return Json{{"file", page.source.file},
              {"sha256", page.source.sha256},
              {"page", page.source.page},
              {"width_px", page.width_px},
              {"height_px", page.height_px}};
}

Json page_json(const RecordPage& page) {
  Json corners = Json::array();
  for (const PointPx& corner : page.corners_px) corners.push_back(Json::array({rounded(corner.x), rounded(corner.y)}));
  return Json{{"number", page.number},
              {"source", source_json(page)},
              {"turn_deg", page.turn_deg},
              {"skew_deg", rounded(page.skew_deg)},
              {"corners_px", std::move(corners)},
              {"residual_mm", rounded(page.residual_mm)}};
}

Json alternatives_json(const std::vector<Alternative>& alternatives) {
  Json out = Json::array();
  for (const Alternative& a : alternatives)
    out.push_back(Json{{"value", value_json(a.value)}, {"text", a.text}, {"score", rounded(a.score)}});
  return out;
}

Json field_json(const RecordField& field) {
  Json out{{"name", field.name},
           {"label", field.label},
           {"kind", to_string(field.kind)},
           {"page", field.page},
           {"box_mm", box_json(field.box)},
           {"state", to_string(field.state)},
           {"value", value_json(field.value)},
           {"text", field.text},
           {"confidence", rounded(field.confidence)},
           {"accepted", field.accepted},
           {"reasons", field.reasons},
           {"alternatives", alternatives_json(field.alternatives)},
           {"critical", field.critical}};
  if (field.reviewed) out["reviewed"] = true;
  return out;
}

Json issue_json(const Issue& issue) {
  Json out{{"code", issue.code}, {"field", issue.field}, {"page", issue.page}};
  if (issue.box) out["box_mm"] = box_json(*issue.box);
  out["message"] = issue.message;
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
  const Json document{
      {"id", record.id}, {"form", record.form}, {"version", record.version}, {"pages", list(record.pages, page_json)}};
  Json json{{"schema", "carescan-record/1"},
            {"document", document},
            {"fields", list(record.fields, field_json)},
            {"issues", list(record.issues, issue_json)}};
  if (!record.tables.empty()) json["tables"] = list(record.tables, table_json);
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace carescan::records

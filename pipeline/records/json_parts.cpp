#include "pipeline/records/json_parts.hpp"

#include <cmath>
#include <limits>

namespace carescan::records {
namespace {

Json boxes_json(const std::vector<BoxMm>& boxes, Digits digits) {
  Json out = Json::array();
  for (const BoxMm& box : boxes) out.push_back(box_json(box, digits));
  return out;
}

Json source_json(const RecordPage& page) {
  return Json{{"file", page.source.file},
              {"sha256", page.source.sha256},
              {"page", page.source.page},
              {"width_px", page.width_px},
              {"height_px", page.height_px}};
}

std::vector<BoxMm> boxes_of(const Json& json) {
  std::vector<BoxMm> out;
  for (const Json& box : json) out.push_back(box_of(box));
  return out;
}

PageSource source_of(const Json& json) {
  return {json.at("file").get<std::string>(), json.at("sha256").get<std::string>(), int_of(json.at("page"))};
}

}  // namespace

/// Whole numbers come out without a point.
Json number_json(double x, Digits digits) {
  const double y = digits == Digits::three ? std::round(x * 1000) / 1000 : x;
  if (y == std::floor(y) && std::abs(y) < 1e15) return static_cast<std::int64_t>(y);
  return y;
}

Json box_json(const BoxMm& box, Digits digits) {
  return Json::array({number_json(box.x, digits), number_json(box.y, digits), number_json(box.width, digits),
                      number_json(box.height, digits)});
}

Json value_json(const Value& value, Digits digits) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* x = std::get_if<double>(&value)) return number_json(*x, Digits::all);
  if (const auto* ticked = std::get_if<bool>(&value)) return *ticked;
  if (const auto* codes = std::get_if<std::vector<std::string>>(&value)) return *codes;
  if (const auto* marks = std::get_if<std::vector<BoxMm>>(&value)) return boxes_json(*marks, digits);
  return nullptr;
}

Json alternatives_json(const std::vector<Alternative>& alternatives, Digits digits) {
  Json out = Json::array();
  for (const Alternative& a : alternatives)
    out.push_back(
        Json{{"value", value_json(a.value, digits)}, {"text", a.text}, {"score", number_json(a.score, digits)}});
  return out;
}

Json reading_json(const Reading& reading) {
  return {{"field", reading.field},
          {"state", to_string(reading.state)},
          {"value", value_json(reading.value, Digits::all)},
          {"text", reading.text},
          {"confidence", reading.confidence},
          {"reasons", reading.reasons},
          {"alternatives", alternatives_json(reading.alternatives, Digits::all)}};
}

Json page_json(const RecordPage& page, Digits digits) {
  Json corners = Json::array();
  for (const PointPx& corner : page.corners_px)
    corners.push_back(Json::array({number_json(corner.x, digits), number_json(corner.y, digits)}));
  return Json{{"number", page.number},
              {"source", source_json(page)},
              {"turn_deg", page.turn_deg},
              {"skew_deg", number_json(page.skew_deg, digits)},
              {"corners_px", std::move(corners)},
              {"residual_mm", number_json(page.residual_mm, digits)}};
}

Json issue_json(const Issue& issue, Digits digits) {
  Json out{{"code", issue.code}, {"field", issue.field}, {"page", issue.page}};
  if (issue.box) out["box_mm"] = box_json(*issue.box, digits);
  out["message"] = issue.message;
  return out;
}

long whole_of(const Json& json) {
  const bool fits = json.is_number_integer() &&
                    !(json.is_number_unsigned() && json.get<unsigned long>() > std::numeric_limits<long>::max());
  if (!fits) throw Misfit{"a number is not whole, or too large"};
  return json.get<long>();
}

int int_of(const Json& json) {
  const long whole = whole_of(json);
  if (whole < std::numeric_limits<int>::min() || whole > std::numeric_limits<int>::max())
    throw Misfit{"a number is too large"};
  return static_cast<int>(whole);
}

BoxMm box_of(const Json& json) {
  return {json.at(0).get<double>(), json.at(1).get<double>(), json.at(2).get<double>(), json.at(3).get<double>()};
}

Value value_of(const Json& json) {
  if (json.is_null()) return std::monostate{};
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array() && !json.empty() && json.front().is_array()) return boxes_of(json);
  if (json.is_array()) return json.get<std::vector<std::string>>();
  throw Misfit{"a value is an object"};
}

std::vector<Alternative> alternatives_of(const Json& json) {
  std::vector<Alternative> out;
  for (const Json& a : json)
    out.push_back({value_of(a.at("value")), a.at("text").get<std::string>(), a.at("score").get<double>()});
  return out;
}

Reading reading_of(const Json& json) {
  return {json.at("field").get<std::string>(),
          state_of(json.at("state")),
          value_of(json.at("value")),
          json.at("text").get<std::string>(),
          json.at("confidence").get<double>(),
          json.at("reasons").get<std::vector<std::string>>(),
          alternatives_of(json.at("alternatives"))};
}

RecordPage page_of(const Json& json) {
  const Json& source = json.at("source");
  RecordPage page{.number = int_of(json.at("number")),
                  .source = source_of(source),
                  .width_px = int_of(source.at("width_px")),
                  .height_px = int_of(source.at("height_px")),
                  .turn_deg = int_of(json.at("turn_deg")),
                  .skew_deg = json.at("skew_deg").get<double>(),
                  .corners_px = {},
                  .residual_mm = json.at("residual_mm").get<double>()};
  for (std::size_t i = 0; i < 4; ++i) {
    const Json& corner = json.at("corners_px").at(i);
    page.corners_px[i] = {corner.at(0).get<double>(), corner.at(1).get<double>()};
  }
  return page;
}

Issue issue_of(const Json& json) {
  Issue issue{json.at("code").get<std::string>(),
              json.at("field").get<std::string>(),
              int_of(json.at("page")),
              {},
              json.at("message").get<std::string>()};
  if (json.contains("box_mm")) issue.box = box_of(json.at("box_mm"));
  return issue;
}

FieldState state_of(const Json& json) {
  const auto state = field_state(json.get<std::string>());
  if (!state) throw Misfit{"a field has an unknown state"};
  return *state;
}

}  // namespace carescan::records

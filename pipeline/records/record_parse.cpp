#include <nlohmann/json.hpp>

#include "pipeline/model/failure.hpp"
#include "pipeline/records/record_json.hpp"

namespace carescan::records {
namespace {

using Json = nlohmann::json;

/// What does not fit the shape of a record; becomes Failure "record-invalid". Never names a value, only a member.
struct Misfit {
  std::string why;
};

BoxMm box_of(const Json& json) {
  return {json.at(0).get<double>(), json.at(1).get<double>(), json.at(2).get<double>(), json.at(3).get<double>()};
}

std::vector<BoxMm> boxes_of(const Json& json) {
  std::vector<BoxMm> out;
  for (const Json& box : json) out.push_back(box_of(box));
  return out;
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

PageSource source_of(const Json& json) {
  return {json.at("file").get<std::string>(), json.at("sha256").get<std::string>(), json.at("page").get<int>()};
}

RecordPage page_of(const Json& json) {
  const Json& source = json.at("source");
  RecordPage page{.number = json.at("number").get<int>(),
                  .source = source_of(source),
                  .width_px = source.at("width_px").get<int>(),
                  .height_px = source.at("height_px").get<int>(),
                  .turn_deg = json.at("turn_deg").get<int>(),
                  .skew_deg = json.at("skew_deg").get<double>(),
                  .corners_px = {},
                  .residual_mm = json.at("residual_mm").get<double>()};
  for (std::size_t i = 0; i < 4; ++i) {
    const Json& corner = json.at("corners_px").at(i);
    page.corners_px[i] = {corner.at(0).get<double>(), corner.at(1).get<double>()};
  }
  return page;
}

std::vector<Alternative> alternatives_of(const Json& json) {
  std::vector<Alternative> out;
  for (const Json& a : json)
    out.push_back({value_of(a.at("value")), a.at("text").get<std::string>(), a.at("score").get<double>()});
  return out;
}

FieldKind kind_of(const Json& json) {
  const auto kind = field_kind(json.get<std::string>());
  if (!kind) throw Misfit{"a field has an unknown kind"};
  return *kind;
}

FieldState state_of(const Json& json) {
  const auto state = field_state(json.get<std::string>());
  if (!state) throw Misfit{"a field has an unknown state"};
  return *state;
}

RecordField field_of(const Json& json) {
  return {.name = json.at("name").get<std::string>(),
          .label = json.at("label").get<std::string>(),
          .kind = kind_of(json.at("kind")),
          .page = json.at("page").get<int>(),
          .box = box_of(json.at("box_mm")),
          .state = state_of(json.at("state")),
          .value = value_of(json.at("value")),
          .text = json.at("text").get<std::string>(),
          .confidence = json.at("confidence").get<double>(),
          .accepted = json.at("accepted").get<bool>(),
          .reviewed = json.value("reviewed", false),
          .reasons = json.at("reasons").get<std::vector<std::string>>(),
          .alternatives = alternatives_of(json.at("alternatives")),
          .critical = json.at("critical").get<bool>()};
}

Issue issue_of(const Json& json) {
  Issue issue{json.at("code").get<std::string>(),
              json.at("field").get<std::string>(),
              json.at("page").get<int>(),
              {},
              json.at("message").get<std::string>()};
  if (json.contains("box_mm")) issue.box = box_of(json.at("box_mm"));
  return issue;
}

RecordTable table_of(const Json& json) {
  return {json.at("name").get<std::string>(), json.at("entries").get<std::vector<std::vector<int>>>()};
}

Record record_of(const Json& json) {
  const Json& document = json.at("document");
  Record record{.id = document.at("id").get<std::string>(),
                .form = document.at("form").get<std::string>(),
                .version = document.at("version").get<std::string>(),
                .pages = {},
                .fields = {},
                .issues = {}};
  if (json.at("schema").get<std::string>() != "carescan-record/1") throw Misfit{"it has another schema"};
  for (const Json& page : document.at("pages")) record.pages.push_back(page_of(page));
  for (const Json& field : json.at("fields")) record.fields.push_back(field_of(field));
  for (const Json& issue : json.at("issues")) record.issues.push_back(issue_of(issue));
  for (const Json& table : json.value("tables", Json::array())) record.tables.push_back(table_of(table));
  return record;
}

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
  throw Failure{"record-invalid", name, why, "read the source again: carescan read makes the record anew"};
}

}  // namespace

Record record_from_json(const std::string& json, const std::string& name) {
  const Json parsed = Json::parse(json, nullptr, false);
  if (parsed.is_discarded()) refuse(name, "it is not JSON");
  try {
    return record_of(parsed);
  } catch (const Misfit& misfit) {
    refuse(name, misfit.why);
  } catch (const Json::exception&) {
    // Its text may quote what stands in the file, so it is not passed on.
    refuse(name, "a member is missing or has the wrong type");
  }
}

}  // namespace carescan::records

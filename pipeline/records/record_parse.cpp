#include "pipeline/model/failure.hpp"
#include "pipeline/records/json_parts.hpp"
#include "pipeline/records/record_json.hpp"

namespace carescan::records {
namespace {

FieldKind kind_of(const Json& json) {
  const auto kind = field_kind(json.get<std::string>());
  if (!kind) throw Misfit{"a field has an unknown kind"};
  return *kind;
}

MachineReading read_as_of(const Json& json) {
  return {state_of(json.at("state")), value_of(json.at("value")), json.at("text").get<std::string>(),
          json.at("confidence").get<double>()};
}

RecordField field_of(const Json& json) {
  RecordField field{.name = json.at("name").get<std::string>(),
                    .label = json.at("label").get<std::string>(),
                    .kind = kind_of(json.at("kind")),
                    .page = int_of(json.at("page")),
                    .box = box_of(json.at("box_mm")),
                    .state = state_of(json.at("state")),
                    .value = value_of(json.at("value")),
                    .text = json.at("text").get<std::string>(),
                    .confidence = json.at("confidence").get<double>(),
                    .accepted = json.at("accepted").get<bool>(),
                    .reviewed = json.value("reviewed", false),
                    .reviewed_by = json.value("reviewed_by", ""),
                    .reviewed_at = json.value("reviewed_at", ""),
                    .reasons = json.at("reasons").get<std::vector<std::string>>(),
                    .alternatives = alternatives_of(json.at("alternatives")),
                    .critical = json.at("critical").get<bool>()};
  if (json.contains("read_as")) field.read_as = read_as_of(json.at("read_as"));
  return field;
}

RecordTable table_of(const Json& json) {
  std::vector<std::vector<int>> entries;
  for (const Json& entry : json.at("entries").get_ref<const Json::array_t&>()) {
    std::vector<int>& rows = entries.emplace_back();
    for (const Json& row : entry.get_ref<const Json::array_t&>()) rows.push_back(int_of(row));
  }
  return {json.at("name").get<std::string>(), std::move(entries)};
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

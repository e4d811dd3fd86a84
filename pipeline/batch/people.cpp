#include "pipeline/batch/people.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "pipeline/batch/rescans.hpp"
#include "pipeline/records/decide.hpp"

using Json = nlohmann::ordered_json;

namespace carescan::batch {
std::string trusted_number(const Record& record) {
  for (const RecordField& field : record.fields) {
    const auto* digits = std::get_if<std::string>(&field.value);
    if (field.kind == FieldKind::nhs_number && (field.accepted || field.reviewed) && digits &&
        records::is_nhs_number(*digits))
      return *digits;
  }
  return {};
}

std::string people_json(const std::vector<Record>& records) {
  std::map<std::string, std::vector<std::string>> by_number;
  Json unassigned = Json::array();
  for (const Record& record : records) {
    const std::string number = trusted_number(record);
    if (number.empty())
      unassigned.push_back(record.id);
    else
      by_number[number].push_back(record.id);
  }
  Json people = Json::array();
  for (const auto& [number, documents] : by_number)
    people.push_back({{"nhs_number", number}, {"documents", documents}, {"decided", false}});
  return Json{{"schema", "carescan/people/1"},
              {"people", people},
              {"unassigned", unassigned},
              {"rescans", likely_rescans(records)}}
             .dump(2) +
         "\n";
}

}  // namespace carescan::batch

#include "pipeline/fhir/response.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "pipeline/fhir/answers.hpp"
#include "pipeline/fhir/document_issues.hpp"
#include "pipeline/fhir/names.hpp"
#include "pipeline/records/record_json.hpp"
#include "pipeline/records/tables.hpp"

namespace carescan::fhir {
namespace {

std::string state_text(FieldState state) {
  switch (state) {
    case FieldState::read:
      return "Read";
    case FieldState::blank:
      return "Left blank on the paper";
    case FieldState::none:
      return "The paper says that there is none";
    case FieldState::illegible:
      return "There is writing that cannot be read";
    case FieldState::ambiguous:
      return "Several marks where one is allowed";
  }
  return "Read";
}

Json state_coding(FieldState state) {
  return {{"system", std::string(names::own) + "CodeSystem/reading-state"},
          {"code", to_string(state)},
          {"display", state_text(state)}};
}

Json absent(const std::string& reason) {
  return extension(names::data_absent, "valueCode", reason);
}

/// Why a generic reader of the response finds no answer; "" where blank or none says it all.
std::string absent_reason(const RecordField& field) {
  if (!is_usable(field)) return "temp-unknown";
  if (field.state == FieldState::illegible) return "error";
  return field.state == FieldState::ambiguous ? "unknown" : "";
}

/// What the machine had read where a person found something else.
Json read_as(const MachineReading& reading) {
  Json parts = Json::array({extension("state", "valueCode", to_string(reading.state))});
  if (const std::string words = clean_text(records::display(reading.value)); !words.empty())
    parts.push_back(extension("value", "valueString", words));
  parts.push_back(extension("confidence", "valueDecimal", std::round(reading.confidence * 1000) / 1000));
  return {{"url", std::string(names::own_extension) + "read-as"}, {"extension", parts}};
}

Json item_extensions(const Document& document, const RecordField& field) {
  Json out = Json::array();
  if (const std::string reason = absent_reason(field); !reason.empty()) out.push_back(absent(reason));
  out.push_back(
      extension(std::string(names::own_extension) + "reading-state", "valueCoding", state_coding(field.state)));
  if (field.state == FieldState::ambiguous)
    for (const Json& candidate : candidates(document, field)) out.push_back(candidate);
  return out;
}

/// The first row of the entry that a row goes on from, by the row's name; rows that begin an entry are not in it.
std::map<std::string, std::string> continued_rows(const Record& record) {
  std::map<std::string, std::string> out;
  for (const RecordTable& table : record.tables)
    for (const std::vector<int>& rows : table.entries)
      for (std::size_t i = 1; i < rows.size(); ++i)
        out[cell_row(table.name, rows[i])] = cell_row(table.name, rows.front());
  return out;
}

/// The rows of one table that somebody wrote in or must look at, an item each with its cells in it.
Json rows_of(const Document& document, const std::string& table, const std::set<std::string>& empty) {
  const std::map<std::string, std::string> continued = continued_rows(document.record);
  Json rows = Json::array();
  for (const RecordField& field : document.record.fields) {
    const std::string row = row_name(field.name);
    if (!row.starts_with(table + "[") || empty.contains(row)) continue;
    if (rows.empty() || rows.back().at("linkId") != row) {
      Json item{{"id", row}};
      if (const auto from = continued.find(row); from != continued.end())
        item["extension"] =
            Json::array({extension(std::string(names::own_extension) + "continues", "valueString", from->second)});
      item["linkId"] = row;
      item["item"] = Json::array();
      rows.push_back(item);
    }
    rows.back()["item"].push_back(response_item(document, field));
  }
  return rows;
}

Json table_item(const Document& document, const std::string& name, const std::set<std::string>& empty) {
  Json item{{"id", name}, {"linkId", name}};
  for (const Table& table : document.form.tables)
    if (table.name == name && !clean_text(table.label).empty()) item["text"] = clean_text(table.label);
  if (const Json rows = rows_of(document, name, empty); !rows.empty())
    item["item"] = rows;
  else
    item["extension"] = Json::array({extension(std::string(names::own_extension) + "reading-state", "valueCoding",
                                               state_coding(FieldState::blank))});
  return item;
}

/// Every field in the record's order; a table as one group where its first field stands.
Json items_of(const Document& document) {
  const std::set<std::string> empty = records::empty_rows(document.record);
  std::set<std::string> tables;
  Json items = Json::array();
  for (const RecordField& field : document.record.fields) {
    const std::string row = row_name(field.name), table = row.substr(0, row.find('['));
    if (row.empty())
      items.push_back(response_item(document, field));
    else if (tables.insert(table).second)
      items.push_back(table_item(document, table, empty));
  }
  return items;
}

std::string status_of(const Record& record) {
  if (!is_reviewed_throughout(record)) return "in-progress";
  return record.amended ? "amended" : "completed";
}

}  // namespace

Json response_item(const Document& document, const RecordField& field) {
  Json item{{"id", field.name}, {"extension", Json()}, {"linkId", field.name}};
  if (const std::string label = clean_text(field.label); !label.empty()) item["text"] = label;
  Json given = Json::array();
  if (is_usable(field) && field.state == FieldState::read) given = answers(document, field);
  if (is_usable(field) && field.state == FieldState::none) given.push_back({{"valueCoding", none_coding()}});
  Json extensions = Json::array();
  if (field.state != FieldState::read || given.empty()) extensions = item_extensions(document, field);
  if (field.read_as) extensions.push_back(read_as(*field.read_as));
  if (extensions.empty())
    item.erase("extension");
  else
    item["extension"] = extensions;
  if (!given.empty()) item["answer"] = given;
  return item;
}

Json questionnaire_response(const Document& document) {
  const Json items = items_of(document);
  const std::string id = resource_id(document, "QuestionnaireResponse");
  const std::string form = document.record.form + "|" + document.record.version;
  Json out{{"resourceType", "QuestionnaireResponse"},
           {"id", id},
           {"meta", {{"tag", origin_tag()}}},
           {"text", narrative("What a paper form says, field by field, as carescan read it.")},
           {"identifier", urn_identifier(id)},
           {"questionnaire", std::string(names::own) + "Questionnaire/" + form},
           {"status", status_of(document.record)},
           {"subject", reference_to(document, "Patient")},
           {"author", reference_to(document, "Device")}};
  if (const Json issues = document_issues(document); !issues.empty()) out["extension"] = issues;
  if (!items.empty()) out["item"] = items;
  return out;
}

}  // namespace carescan::fhir

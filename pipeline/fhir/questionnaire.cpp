#include "pipeline/fhir/questionnaire.hpp"

#include <algorithm>
#include <cctype>
#include <set>

#include "pipeline/fhir/answers.hpp"
#include "pipeline/fhir/extraction.hpp"
#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/ucum.hpp"

namespace carescan::fhir {
namespace {

/// Whether somebody may tick that there is nothing to write here: the answer is then the code "none".
bool may_say_none(const Field& field, const FormTemplate& form) {
  return std::any_of(form.fields.begin(), form.fields.end(), [&](const Field& box) {
    return box.kind == FieldKind::none_box && !box.ties.empty() &&
           (box.ties == field.name || (box.ties == field.table && field.row == 1));
  });
}

std::string item_type(const Field& field, const FormTemplate& form) {
  switch (field.kind) {
    case FieldKind::date:
      return "date";
    case FieldKind::number:
      return field.unit.empty() ? "decimal" : "quantity";
    case FieldKind::checkbox:
    case FieldKind::none_box:
    case FieldKind::signature:
    case FieldKind::initials:
      return "boolean";
    case FieldKind::choice:
    case FieldKind::choices:
    case FieldKind::scale:
      return "choice";
    case FieldKind::paragraph:
    case FieldKind::drawing:
      return "text";
    default:
      return may_say_none(field, form) ? "open-choice" : "string";
  }
}

Json options_of(const Field& field, const FormTemplate& form) {
  Json out = Json::array();
  for (const Option& option : field.options) {
    Json coding{{"system", answer_system(form.id, field.name)}, {"code", clean_text(option.code)}};
    if (const std::string label = clean_text(option.label); !label.empty()) coding["display"] = label;
    out.push_back({{"valueCoding", coding}});
  }
  return out;
}

/// The unit of an answer. A range is no limit here: what is outside of it went to a person, and stands if they say so.
Json number_extensions(const Field& field) {
  if (field.unit.empty() || !is_ucum(field.unit)) return Json::array();
  return Json::array({extension(names::questionnaire_unit_option, "valueCoding",
                                {{"system", names::ucum}, {"code", field.unit}, {"display", field.unit}})});
}

Json extract_extension(const std::string& id) {
  const Json reference = extension("template", "valueReference", {{"reference", "#" + id}});
  return {{"url", names::sdc_template_extract}, {"extension", Json::array({reference})}};
}

Json extract_extensions(const std::vector<ExtractionTemplate>& templates, const std::string& link_id) {
  Json out = Json::array();
  for (const ExtractionTemplate& one : templates)
    if (one.linkId == link_id) out.push_back(extract_extension(text_of(one.resource, "id")));
  return out;
}

/// Nothing is required: paper that was left blank is blank, and its response is complete all the same.
Json item_of(const Field& field, const FormTemplate& form, const std::vector<ExtractionTemplate>& templates) {
  Json item{{"linkId", field.name}};
  Json extensions = extract_extensions(templates, field.name);
  if (field.kind == FieldKind::number)
    for (const Json& limit : number_extensions(field)) extensions.push_back(limit);
  if (!extensions.empty()) item["extension"] = extensions;
  if (const std::string label = clean_text(field.label); !label.empty()) item["text"] = label;
  item["type"] = item_type(field, form);
  if (field.kind == FieldKind::choices) item["repeats"] = true;
  if (field.max_length > 0 && item["type"] == "string") item["maxLength"] = field.max_length;
  if (!field.options.empty()) item["answerOption"] = options_of(field, form);
  if (item["type"] == "open-choice") item["answerOption"] = Json::array({{{"valueCoding", none_coding()}}});
  return item;
}

Json row_item(const Table& table, int row, const FormTemplate& form, const std::vector<ExtractionTemplate>& templates) {
  const std::string name = cell_row(table.name, row);
  Json item{{"linkId", name}};
  if (const Json extracts = extract_extensions(templates, name); !extracts.empty()) item["extension"] = extracts;
  item["type"] = "group";
  item["item"] = Json::array();
  for (const Field& field : form.fields)
    if (field.table == table.name && field.row == row) item["item"].push_back(item_of(field, form, templates));
  return item;
}

Json table_item(const Table& table, const FormTemplate& form, const std::vector<ExtractionTemplate>& templates) {
  Json item{{"linkId", table.name}};
  if (const std::string label = clean_text(table.label); !label.empty()) item["text"] = label;
  item["type"] = "group";
  item["item"] = Json::array();
  for (std::size_t row = 1; row <= table.rows.size(); ++row)
    item["item"].push_back(row_item(table, static_cast<int>(row), form, templates));
  return item;
}

Json items_of(const FormTemplate& form, const std::vector<ExtractionTemplate>& templates) {
  Json items = Json::array();
  std::set<std::string> tables;
  for (const Field& field : form.fields) {
    if (field.table.empty()) {
      items.push_back(item_of(field, form, templates));
      continue;
    }
    if (!tables.insert(field.table).second) continue;
    for (const Table& table : form.tables)
      if (table.name == field.table) items.push_back(table_item(table, form, templates));
  }
  return items;
}

/// "care-plan" as a name that programs can use: CarePlan.
std::string computable_name(const std::string& id) {
  std::string out;
  bool capital = true;
  for (const char c : id) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) != 0) out += capital ? static_cast<char>(std::toupper(letter)) : c;
    capital = std::isalnum(letter) == 0;
  }
  return out;
}

}  // namespace

std::string questionnaire(const FormTemplate& form) {
  const std::vector<ExtractionTemplate> templates = extraction_templates(form);
  Json out{{"resourceType", "Questionnaire"}, {"id", form.id}};
  if (!templates.empty()) out["meta"] = {{"profile", Json::array({names::sdc_template_profile})}};
  out["language"] = "en-GB";
  if (!templates.empty()) out["contained"] = Json::array();
  for (const ExtractionTemplate& one : templates) out["contained"].push_back(one.resource);
  out["url"] = std::string(names::own) + "Questionnaire/" + form.id;
  out["version"] = form.version;
  out["name"] = computable_name(form.id);
  out["title"] = clean_text(form.title.empty() ? form.id : form.title);
  out["status"] = "active";
  out["subjectType"] = Json::array({"Patient"});
  out["item"] = items_of(form, templates);
  return out.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace carescan::fhir

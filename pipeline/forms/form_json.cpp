#include "pipeline/forms/form_json.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "pipeline/model/failure.hpp"

namespace carescan::forms {

namespace {

// Ordered, so that the fhir member comes out as it was written.
using Json = nlohmann::ordered_json;

BoxMm box_from(const Json& box) {
  return {box[0].get<double>(), box[1].get<double>(), box[2].get<double>(), box[3].get<double>()};
}

std::vector<BoxMm> boxes_from(const Json& boxes) {
  std::vector<BoxMm> all;
  for (const Json& box : boxes) all.push_back(box_from(box));
  return all;
}

std::vector<Option> options_from(const Json& options) {
  std::vector<Option> all;
  for (const Json& option : options)
    all.push_back({option.value("code", ""), option.at("label"), box_from(option.at("box"))});
  return all;
}

std::optional<double> number_from(const Json& object, const char* key) {
  if (!object.contains(key)) return std::nullopt;
  return object.at(key).get<double>();
}

std::vector<FieldRule> field_rules_from(const Json& rules) {
  std::vector<FieldRule> all;
  for (const Json& rule : rules)
    all.push_back({rule.at("rule"), number_from(rule, "min"), number_from(rule, "max"), rule.value("argument", ""),
                   rule.value("min_field", ""), rule.value("max_field", "")});
  return all;
}

Content content_from(const std::string& word) {
  if (word == "typed") return Content::typed;
  return word == "either" ? Content::either : Content::handwritten;
}

Field field_from(const Json& json) {
  Field field;
  field.name = json.at("name");
  field.label = json.at("label");
  field.kind = field_kind(json.at("kind").get<std::string>()).value();
  field.page = json.value("page", 1);  // a column has its table's
  field.box = box_from(json.at("box"));
  field.cells = boxes_from(json.value("cells", Json::array()));
  field.options = options_from(json.value("options", Json::array()));
  field.mark = json.value("mark", "box") == "ring" ? MarkBy::ring : MarkBy::box;
  field.content = content_from(json.value("content", "handwritten"));
  field.required = json.value("required", false);
  field.critical = json.value("critical", false);
  field.alphabet = json.value("alphabet", "");
  field.layout = json.value("layout", "");
  field.unit = json.value("unit", "");
  field.decimals = json.value("decimals", 0);
  field.lines = json.value("lines", 1);
  field.max_length = json.value("max_length", 0);
  field.lexicon = json.value("lexicon", "");
  field.ties = json.value("ties", "");
  field.help = json.value("help", "");
  field.rules = field_rules_from(json.value("rules", Json::array()));
  return field;
}

Table table_from(const Json& json) {
  Table table;
  table.name = json.at("name");
  table.label = json.at("label");
  table.page = json.at("page");
  table.box = box_from(json.at("box"));
  for (const Json& column : json.value("columns", Json::array())) table.columns.push_back(field_from(column));
  table.rows = json.value("rows", std::vector<double>{});
  table.key = json.value("continues", "");
  return table;
}

/// One member of "fields": a field, or a table, whose cells are fields.
void add_field(const Json& json, FormTemplate& form) {
  if (json.at("kind") != "table") return form.fields.push_back(field_from(json));
  form.tables.push_back(table_from(json));
  for (Field& cell : cells_of(form.tables.back())) form.fields.push_back(std::move(cell));
}

/// The text of the code on page `number`: "match" → "code", with {page} replaced by the number.
std::string code_of_page(const Json& form, int number) {
  static constexpr std::string_view placeholder = "{page}";
  std::string code = form.value("match", Json::object()).value("code", "");
  for (auto at = code.find(placeholder); at != std::string::npos; at = code.find(placeholder))
    code.replace(at, placeholder.size(), std::to_string(number));
  return code;
}

FormPage page_from(const Json& json, const Json& form) {
  const int number = json.at("number");
  return {number, json.at("width_mm"), json.at("height_mm"), code_of_page(form, number)};
}

/// "fields" is a list, or says of each field what it is to the rule.
FormRule form_rule_from(const Json& json) {
  FormRule rule{.rule = json.at("rule"), .fields = {}, .message = json.value("message", "")};
  const Json& fields = json.at("fields");
  for (const auto& [role, name] : fields.items()) {
    rule.fields.push_back(name);
    if (fields.is_object()) rule.roles.push_back(role);
  }
  return rule;
}

}  // namespace

std::string form_json_text(const std::filesystem::path& dir) {
  const std::filesystem::path file = dir / "form.json";
  std::ifstream stream(file, std::ios::binary);
  if (!stream)
    throw Failure{.code = "template-missing",
                  .path = file.string(),
                  .why = "there is no form.json that can be read",
                  .hint = "name the folder of a form (docs/template-format.md)"};
  return {std::istreambuf_iterator<char>(stream), {}};
}

FormTemplate parse_form(const std::string& text, const std::filesystem::path& folder) {
  const Json json = Json::parse(text);
  FormTemplate form;
  form.id = json.at("id");
  form.version = json.at("version");
  form.title = json.at("title");
  form.folder = folder;
  form.blank = folder / json.value("blank", "blank.pdf");
  for (const Json& page : json.at("pages")) form.pages.push_back(page_from(page, json));
  for (const Json& field : json.at("fields")) add_field(field, form);
  for (const Json& rule : json.value("rules", Json::array())) form.rules.push_back(form_rule_from(rule));
  form.fhir_json = json.value("fhir", Json::array()).dump();
  form.gates_json = json.value("gates", Json::object()).dump();
  return form;
}

}  // namespace carescan::forms

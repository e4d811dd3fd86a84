#include "pipeline/forms/schema.hpp"

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace carescan::forms {

namespace {

using Adapter = valijson::adapters::NlohmannJsonAdapter;

const valijson::Schema& compiled_schema() {
  static const std::unique_ptr<const valijson::Schema> schema = [] {
    auto built = std::make_unique<valijson::Schema>();
    const nlohmann::json text = nlohmann::json::parse(form_schema());
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(Adapter(text), *built);
    return built;
  }();
  return *schema;
}

/// valijson's context ("<root>", "[fields]", "[3]") as an RFC 6901 pointer.
std::string pointer_of(const std::vector<std::string>& context) {
  std::string pointer;
  for (std::size_t i = 1; i < context.size(); ++i) {
    pointer += '/';
    for (const char c : context[i].substr(1, context[i].size() - 2)) {
      if (c == '~')
        pointer += "~0";
      else if (c == '/')
        pointer += "~1";
      else
        pointer += c;
    }
  }
  return pointer;
}

bool lies_below(const std::string& pointer, const std::string& above) {
  return pointer.size() > above.size() && pointer.starts_with(above) && pointer[above.size()] == '/';
}

/// valijson's sentence that something further inside is wrong; the inner error says it better.
bool is_echo(const std::string& message) {
  return message.starts_with("Failed to validate");
}

/// Where a "$ref" points to, as often as it takes.
const nlohmann::json& resolved(const nlohmann::json& node, const nlohmann::json& schema) {
  if (!node.is_object() || !node.contains("$ref")) return node;
  return resolved(schema.at(nlohmann::json::json_pointer(node["$ref"].get<std::string>().substr(1))), schema);
}

/// What the schema says of a place of form.json; null where it says nothing.
nlohmann::json part_about(const std::string& pointer) {
  static const nlohmann::json schema = nlohmann::json::parse(form_schema());
  const nlohmann::json* node = &schema;
  std::vector<std::string> steps;
  for (nlohmann::json::json_pointer rest(pointer); !rest.empty(); rest.pop_back()) steps.push_back(rest.back());
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    const nlohmann::json& here = resolved(*node, schema);
    if (here.contains("items"))
      node = here["items"].is_array() ? &here["items"].at(0) : &here["items"];
    else if (here.contains("properties") && here["properties"].contains(*step))
      node = &here["properties"][*step];
    else
      return nullptr;
  }
  return resolved(*node, schema);
}

/// The validator's sentence where it says enough; where it knows only that a word or a form of words is wrong, which
/// ones are right.
std::string with_cure(const std::string& message, const std::string& pointer) {
  if (message.find("enum") == std::string::npos && message.find("pattern") == std::string::npos) return message;
  const nlohmann::json part = part_about(pointer);
  if (part.contains("enum")) {
    std::string words;
    for (const auto& word : part["enum"]) words += (words.empty() ? "" : ", ") + word.get<std::string>();
    return "this is none of the words that stand here; write one of " + words;
  }
  if (!part.contains("pattern")) return message;
  return "this is not written as it has to be: " + part.value("description", "") + " (" +
         part["pattern"].get<std::string>() + ")";
}

}  // namespace

std::vector<SchemaError> schema_errors(const nlohmann::json& form) {
  valijson::ValidationResults results;
  valijson::Validator(valijson::Validator::kStrongTypes).validate(compiled_schema(), Adapter(form), &results);
  std::vector<SchemaError> all;
  for (const auto& error : results) {
    const std::string pointer = pointer_of(error.context);
    all.push_back({pointer, with_cure(error.description, pointer)});
  }
  std::vector<SchemaError> innermost;
  for (const SchemaError& error : all) {
    const bool echo = is_echo(error.message) && std::any_of(all.begin(), all.end(), [&](const SchemaError& other) {
                        return lies_below(other.pointer, error.pointer) ||
                               (other.pointer == error.pointer && !is_echo(other.message));
                      });
    if (!echo) innermost.push_back(error);
  }
  return innermost;
}

}  // namespace carescan::forms

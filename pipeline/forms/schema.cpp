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

}  // namespace

std::vector<SchemaError> schema_errors(const nlohmann::json& form) {
  valijson::ValidationResults results;
  valijson::Validator(valijson::Validator::kStrongTypes).validate(compiled_schema(), Adapter(form), &results);
  std::vector<SchemaError> all;
  for (const auto& error : results) all.push_back({pointer_of(error.context), error.description});
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

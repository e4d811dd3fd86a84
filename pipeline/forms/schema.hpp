#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace carescan::forms {

/// templates/form.schema.json, as it was when this binary was built (JSON Schema draft-07).
std::string_view form_schema();

/// One place where a form.json is not what the schema asks for.
struct SchemaError {
  std::string pointer;  ///< JSON pointer (RFC 6901) into form.json
  std::string message;  ///< what the schema wanted there
  int line = 0;         ///< from 1, where the text could not be parsed; 0 else
};

/// Everything the schema finds wrong in one form.json, in the order of the file; empty when it is right. Only the
/// innermost place of each error is named: that a field is wrong because its box is wrong goes without saying.
std::vector<SchemaError> schema_errors(const nlohmann::json& form);

}  // namespace carescan::forms

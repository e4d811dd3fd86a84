#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/forms/schema.hpp"
#include "pipeline/model/form_template.hpp"

namespace carescan::forms {

/// The text of DIR/form.json. Throws Failure "template-missing" when it cannot be read.
std::string form_json_text(const std::filesystem::path& dir);

/// What is wrong with this text before its meaning is looked at: not JSON (pointer empty, message with line and
/// column), or not what the schema asks for. Empty when it may be given to parse_form.
std::vector<SchemaError> text_errors(const std::string& text);

/// form.json as values. `text` has no text_errors. `blank` becomes folder/blank; `sha256` stays empty: whoever reads
/// the blank knows it (pipeline/batch).
FormTemplate parse_form(const std::string& text, const std::filesystem::path& folder);

}  // namespace carescan::forms

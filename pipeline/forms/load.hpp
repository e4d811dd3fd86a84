#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"

namespace carescan::forms {

/// Reads DIR/form.json, checks it against the schema (templates/form.schema.json, embedded in the binary, JSON Schema
/// draft-07) and returns it. Throws Failure "template-invalid" naming file, JSON pointer and cure.
FormTemplate load_form(const std::filesystem::path& dir);

/// The folders with a form.json: the given ones, those in them, and those in these (templates/care-plan/2.0).
std::vector<std::filesystem::path> form_folders(const std::vector<std::filesystem::path>& folders);

/// Every form of form_folders, sorted by id and version. Throws Failure "template-missing" when there is none,
/// "template-duplicate" when id and version repeat.
std::vector<FormTemplate> load_catalogue(const std::vector<std::filesystem::path>& folders);

/// The words of a field's lexicon: FORM/lexicons/NAME.txt or the catalogue's shared lexicons/NAME.txt, one a line, '#'
/// comments. Throws Failure "lexicon-missing".
std::vector<std::string> load_lexicon(const FormTemplate&, const std::string& name);

}  // namespace carescan::forms

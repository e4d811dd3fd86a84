#include "pipeline/forms/lint.hpp"

#include <fmt/format.h>

#include "pipeline/forms/findings.hpp"
#include "pipeline/forms/form_json.hpp"
#include "pipeline/forms/lint_checks.hpp"
#include "pipeline/forms/pointer_lines.hpp"

namespace carescan::forms {

namespace {

void append(std::vector<Finding>& all, std::vector<Finding> more) {
  for (Finding& finding : more) all.push_back(std::move(finding));
}

std::vector<Finding> schema_findings(const std::filesystem::path& dir, const std::vector<SchemaError>& errors) {
  std::vector<Finding> found;
  for (const SchemaError& error : errors)
    found.push_back({"schema", Severity::error, (dir / "form.json").string(), error.pointer,
                     fmt::format("{}; see docs/template-format.md", error.message), error.line});
  return found;
}

/// Adds the lines; where the text could not be parsed its error already knows its own.
std::vector<Finding> placed(std::vector<Finding> findings, const std::string& text) {
  if (!findings.empty() && findings.front().line != 0) return findings;
  const auto lines = pointer_lines(text).lines;
  for (Finding& finding : findings) finding.line = line_of(lines, finding.pointer);
  return findings;
}

std::vector<Finding> missing_blank(const FormTemplate& form) {
  Findings out(form);
  if (std::error_code error; !std::filesystem::is_regular_file(form.blank, error))
    out.error("blank-missing", "/blank",
              fmt::format("there is no {}: without the printed page nothing can be registered",
                          form.blank.filename().string()));
  return out.take();
}

}  // namespace

Finding unreadable_blank(const FormTemplate& form, const std::string& why) {
  Findings out(form);
  out.error("blank-unreadable", "/blank",
            fmt::format("{} cannot be read: {}; save it again", form.blank.filename().string(), why));
  return out.take().front();
}

std::vector<Finding> check_form(const std::filesystem::path& dir, const std::vector<Raster>& blanks) {
  return check_form_text(form_json_text(dir), dir, blanks);
}

std::vector<Finding> check_form_text(const std::string& text, const std::filesystem::path& dir,
                                     const std::vector<Raster>& blanks) {
  std::vector<Finding> all = schema_findings(dir, text_errors(text));
  if (!all.empty()) return placed(std::move(all), text);
  const FormTemplate form = parse_form(text, dir);
  append(all, unsound(form));
  append(all, overlapping(form));
  append(all, crowded_rings(form));
  append(all, missing_lexicons(form));
  append(all, mapping_findings(form));
  append(all, missing_blank(form));
  append(all, printing_findings(form, blanks));
  return placed(std::move(all), text);
}

}  // namespace carescan::forms

#include "src/editor/findings_of.hpp"

#include "pipeline/fhir/mapping_check.hpp"
#include "pipeline/forms/form_json.hpp"
#include "pipeline/forms/lint_checks.hpp"
#include "pipeline/model/failure.hpp"

namespace fs = std::filesystem;

namespace carescan::editor {
namespace {

/// What the FHIR room says of the form's mapping, as findings: "/fhir/0/…: [warning:] what and what to do".
std::vector<forms::Finding> mapping_findings(const FormTemplate& form) {
  std::vector<forms::Finding> findings;
  for (const std::string& problem : fhir::mapping_problems(form)) {
    const std::size_t colon = problem.find(": ");
    std::string message = problem.substr(colon + 2);
    constexpr std::string_view mark = "warning: ";
    const bool mild = message.starts_with(mark);
    if (mild) message.erase(0, mark.size());
    findings.push_back({"mapping-invalid", mild ? forms::Severity::warning : forms::Severity::error,
                        (form.folder / "form.json").string(), problem.substr(0, colon), message});
  }
  return findings;
}

}  // namespace

std::vector<forms::Finding> findings_of(const std::string& text, const fs::path& folder, const LoadBlank& load_blank) {
  if (!forms::text_errors(text).empty()) return forms::check_form_text(text, folder, {});
  const FormTemplate form = forms::parse_form(text, folder);
  if (!forms::unsound(form).empty()) return forms::check_form_text(text, folder, {});
  try {
    std::vector<forms::Finding> findings = forms::check_form_text(text, folder, load_blank(form.blank));
    for (forms::Finding& finding : mapping_findings(form)) findings.push_back(std::move(finding));
    return findings;
  } catch (const Failure& failure) {
    std::vector<forms::Finding> findings = forms::check_form_text(text, folder, {});
    if (fs::exists(form.blank)) findings.push_back(forms::unreadable_blank(form, failure.why));
    return findings;
  }
}

}  // namespace carescan::editor

#include "src/commands/template_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <ostream>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/learn_template.hpp"
#include "pipeline/fhir/mapping_check.hpp"
#include "pipeline/fhir/questionnaire.hpp"
#include "pipeline/forms/lint.hpp"
#include "pipeline/forms/load.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"
#include "pipeline/rehearsal/draw_template.hpp"
#include "src/commands/save_file.hpp"
#include "src/commands/template_folders.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
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

/// Everything there is to say of one folder. A blank that cannot be decoded is a finding like any other; a template
/// that does not even load is told by check_form.
std::vector<forms::Finding> findings_of(const fs::path& folder, const intake::IntakeOptions& options) {
  std::optional<FormTemplate> form;
  try {
    form = forms::load_form(folder);
    std::vector<forms::Finding> findings = forms::check_form(folder, intake::load_pages(form->blank, options));
    for (forms::Finding& finding : mapping_findings(*form)) findings.push_back(std::move(finding));
    return findings;
  } catch (const Failure& failure) {
    std::vector<forms::Finding> findings = forms::check_form(folder, {});
    if (form && fs::exists(form->blank)) findings.push_back(forms::unreadable_blank(*form, failure.why));
    return findings;
  }
}

std::string html_of(const FormTemplate& form, const std::vector<Raster>& pages, double dpi) {
  std::string html =
      fmt::format("<!doctype html><html lang=en-GB><meta charset=utf-8><title>{0} {1}</title><h1>{0} {1}</h1>\n",
                  form.id, form.version);
  for (const Raster& page : pages)
    html += fmt::format("<p><img alt=\"page\" style=\"max-width:100%\" src=\"data:image/png;base64,{}\">\n",
                        records::base64(intake::encode_png(page, dpi)));
  return html + "</html>\n";
}

}  // namespace

ExitCode template_check(const std::vector<fs::path>& given, CheckFormat format, const intake::IntakeOptions& options,
                        std::ostream& answer) {
  const std::vector<fs::path> folders = template_folders(given);
  std::vector<forms::Finding> findings;
  for (const fs::path& folder : folders) {
    const std::vector<forms::Finding> found = findings_of(folder, options);
    findings.insert(findings.end(), found.begin(), found.end());
  }
  switch (format) {
    case CheckFormat::text:
      answer << forms::as_text(findings);
      break;
    case CheckFormat::json:
      answer << forms::as_json(findings);
      break;
    case CheckFormat::junit:
      answer << forms::as_junit(folders, findings);
      break;
    case CheckFormat::sarif:
      answer << forms::as_sarif(findings);
      break;
  }
  const bool bad = std::any_of(findings.begin(), findings.end(),
                               [](const forms::Finding& f) { return f.severity == forms::Severity::error; });
  return bad ? ExitCode::usage : ExitCode::done;
}

ExitCode template_show(const fs::path& folder, const fs::path& file, const intake::IntakeOptions& options) {
  const FormTemplate form = forms::load_form(folder);
  constexpr double dpi = 100;
  const std::vector<Raster> pages = rehearsal::draw_template(form, batch::load_blanks(form, options), dpi);
  save_file(file, file.extension() == ".html" ? html_of(form, pages, dpi)
                                              : intake::encode_png(rehearsal::side_by_side(pages), dpi));
  return ExitCode::done;
}

ExitCode template_learn(const fs::path& folder, const std::vector<fs::path>& scans,
                        const intake::IntakeOptions& options, std::ostream& notes) {
  const FormTemplate form = forms::load_form(folder);
  const batch::LearnedForm learned = batch::learn_template(form, scans, options, notes);
  save_file(folder / "learned.png", learned.png);
  save_file(folder / "learned.json", learned.json);
  notes << fmt::format("{} and learned.json beside it: read takes ink from this printing from now on\n",
                       (folder / "learned.png").string());
  return ExitCode::done;
}

ExitCode template_questionnaire(const fs::path& folder, std::ostream& answer) {
  answer << fhir::questionnaire(forms::load_form(folder));
  return ExitCode::done;
}

ExitCode synth(const fs::path& folder, const rehearsal::SynthOptions& options, const fs::path& out,
               const intake::IntakeOptions& intake, std::ostream& notes) {
  const FormTemplate form = forms::load_form(folder);
  rehearsal::synth(form, batch::load_blanks(form, intake), options, out);
  notes << fmt::format("{} filled forms with their truth in {}\n", options.count, out.string());
  return ExitCode::done;
}

}  // namespace carescan::app

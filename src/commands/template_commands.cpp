#include "src/commands/template_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/learn_template.hpp"
#include "pipeline/batch/prepared_prints.hpp"
#include "pipeline/fhir/questionnaire.hpp"
#include "pipeline/forms/form_json.hpp"
#include "pipeline/forms/lint.hpp"
#include "pipeline/forms/load.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/records/identity.hpp"
#include "pipeline/rehearsal/draw_template.hpp"
#include "src/commands/save_file.hpp"
#include "src/commands/template_folders.hpp"
#include "src/editor/findings_of.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
namespace {

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
    const std::vector<forms::Finding> found =
        editor::findings_of(forms::form_json_text(folder), folder,
                            [&](const fs::path& blank) { return intake::load_pages(blank, options); });
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

ExitCode template_prepare(const std::vector<fs::path>& given, const fs::path& out,
                          const intake::IntakeOptions& options, std::ostream& notes) {
  const std::vector<FormTemplate> forms = batch::load_forms(template_folders(given));
  std::map<fs::path, std::set<std::string>> prints;
  for (const FormTemplate& form : forms) {
    const fs::path folder = out.empty() ? form.folder / batch::prepared_folder : out;
    prints[folder].merge(batch::prepare_form(form, options, folder));
    notes << fmt::format("{}: {} pages prepared in {}\n", form.id, form.pages.size(), folder.string());
  }
  for (const auto& [folder, names] : prints) batch::remove_other_prints(folder, names);
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

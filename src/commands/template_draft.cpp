#include "src/commands/template_draft.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "pipeline/drafting/draft.hpp"
#include "pipeline/forms/lint.hpp"
#include "pipeline/forms/write_form.hpp"
#include "pipeline/intake/format.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/model/text.hpp"
#include "pipeline/reading/tesseract_engine.hpp"
#include "src/commands/save_file.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
namespace {

void copy_blank(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (fs::exists(to, error) && fs::equivalent(from, to, error)) return;
  if (!fs::copy_file(from, to, fs::copy_options::overwrite_existing, error) || error)
    throw Failure{"out-unwritable", to.string(), "the blank cannot be copied there", "choose another --out"};
}

/// The folder names the form, where its name can be one.
std::string id_for(const fs::path& folder, const std::string& otherwise) {
  std::string name = fs::absolute(folder / ".").parent_path().filename().string();
  const bool good = !name.empty() && name.size() <= 64 && std::islower(static_cast<unsigned char>(name.front())) != 0 &&
                    name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos &&
                    name.find("--") == std::string::npos && name.back() != '-';
  return good ? name : otherwise;
}

std::string summary(const drafting::Draft& draft, const fs::path& file) {
  std::size_t cells = 0;
  for (const Field& field : draft.form.fields) cells += !field.table.empty();
  return fmt::format("{}: {} fields and {} tables on {} pages, from {}\n", file.string(),
                     draft.form.fields.size() - cells, draft.form.tables.size(), draft.form.pages.size(),
                     draft.fillable ? "the PDF's own form fields" : "what is printed");
}

}  // namespace

ExitCode template_draft(const fs::path& blank, const fs::path& folder, const intake::IntakeOptions& options,
                        std::ostream& answer) {
  const fs::path file = folder / "form.json";
  if (fs::exists(file))
    throw Failure{"draft-exists", file.string(), "there is a form.json already, and a draft never replaces one",
                  "choose another --out, or move it away"};
  const auto engine = reading::make_tesseract();
  drafting::Draft draft = drafting::draft(blank, options, engine.get());
  fs::create_directories(folder);
  draft.form.id = id_for(folder, draft.form.id);
  draft.form.blank = folder / ("blank" + in_small_letters(blank.extension().string()));
  copy_blank(blank, draft.form.blank);
  save_file(file, forms::form_text(draft.form));
  answer << summary(draft, file);
  const std::vector<forms::Finding> findings = forms::check_form(folder, intake::load_pages(draft.form.blank, options));
  answer << forms::as_text(findings) << "What only a person can say:\n";
  for (const std::string& sentence : draft.to_do) answer << "- " << sentence << "\n";
  const bool bad = std::ranges::any_of(findings, [](const auto& f) { return f.severity == forms::Severity::error; });
  return bad ? ExitCode::needs_person : ExitCode::done;
}

}  // namespace carescan::app

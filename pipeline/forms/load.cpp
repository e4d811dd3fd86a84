#include "pipeline/forms/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "pipeline/forms/form_json.hpp"
#include "pipeline/forms/lint_checks.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::forms {

namespace fs = std::filesystem;

namespace {

Failure invalid(const fs::path& dir, const std::string& pointer, const std::string& message, std::size_t count) {
  std::string why = fmt::format("{}: {}", pointer.empty() ? "/" : pointer, message);
  if (count > 1) why += fmt::format(" (and {} more)", count - 1);
  return {.code = "template-invalid",
          .path = (dir / "form.json").string(),
          .why = std::move(why),
          .hint = fmt::format("carescan template check {} tells everything that is wrong", dir.string())};
}

std::vector<fs::path> subfolders(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error))
    if (entry.is_directory(error)) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

/// Form folders in `folder`: itself, its subfolders, and theirs (templates/care-plan/2.0 beside templates/care-plan).
void collect(const fs::path& folder, int depth, std::vector<fs::path>& found) {
  std::error_code unreadable;  // somebody else's folder beside a form is none of ours
  if (fs::exists(folder / "form.json", unreadable)) found.push_back(folder);
  if (depth == 0) return;
  for (const fs::path& below : subfolders(folder)) collect(below, depth - 1, found);
}

void refuse_repeats(const std::vector<FormTemplate>& forms) {
  for (std::size_t i = 1; i < forms.size(); ++i) {
    const FormTemplate &first = forms[i - 1], &second = forms[i];
    if (first.id != second.id || first.version != second.version) continue;
    throw Failure{
        .code = "template-duplicate",
        .path = second.folder.string(),
        .why = fmt::format("form {} version {} is also in {}", first.id, first.version, first.folder.string()),
        .hint = "change the version of one, or take one folder away"};
  }
}

std::string joined(const std::vector<fs::path>& folders) {
  std::string text;
  for (const fs::path& folder : folders) text += (text.empty() ? "" : ", ") + folder.string();
  return text;
}

}  // namespace

FormTemplate load_form(const fs::path& dir) {
  const std::string text = form_json_text(dir);
  if (const auto errors = text_errors(text); !errors.empty())
    throw invalid(dir, errors.front().pointer, errors.front().message, errors.size());
  FormTemplate form = parse_form(text, dir);
  if (const auto findings = unsound(form); !findings.empty())
    throw invalid(dir, findings.front().pointer, findings.front().message, findings.size());
  return form;
}

std::vector<fs::path> form_folders(const std::vector<fs::path>& folders) {
  std::vector<fs::path> found;
  for (const fs::path& folder : folders) collect(folder, 2, found);
  return found;
}

std::vector<FormTemplate> load_catalogue(const std::vector<fs::path>& folders) {
  const std::vector<fs::path> found = form_folders(folders);
  std::set<fs::path> seen;
  std::vector<FormTemplate> forms;
  for (const fs::path& folder : found)
    if (seen.insert(fs::weakly_canonical(folder)).second) forms.push_back(load_form(folder));
  if (forms.empty())
    throw Failure{.code = "template-missing",
                  .path = joined(folders),
                  .why = "no folder with a form.json is there",
                  .hint = "name the folder that holds your forms with --templates"};
  std::stable_sort(forms.begin(), forms.end(), [](const FormTemplate& a, const FormTemplate& b) {
    return std::tie(a.id, a.version) < std::tie(b.id, b.version);
  });
  refuse_repeats(forms);
  return forms;
}

}  // namespace carescan::forms

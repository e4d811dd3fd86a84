#include "src/commands/template_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/ledger.hpp"
#include "pipeline/forms/diff.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;

namespace carescan::app {
namespace {

using Json = nlohmann::ordered_json;
using forms::Change;

/// What one run has of the form.
struct RunDocuments {
  std::vector<std::string> stale;  ///< the next `read` with the new template reads their sources again
  std::vector<std::string> old;    ///< read with the old version, which stays as it is where its folder stays
};

FormTemplate one_form(const fs::path& folder) {
  std::vector<FormTemplate> forms = batch::load_forms({folder});
  if (forms.size() != 1)
    throw Failure{"template-missing", folder.string(), "there are several forms in it", "name the folder of one form"};
  return std::move(forms.front());
}

std::string key_of(const FormTemplate& form) {
  return form.id + " " + form.version;
}

/// Documents of a source that are this form's.
std::vector<std::string> documents_of(const batch::LedgerEntry& entry, const FormTemplate& form) {
  std::vector<std::string> ids;
  for (const batch::LedgerPage& page : entry.pages)
    if (!page.document.empty() && page.form == form.id && std::ranges::find(ids, page.document) == ids.end())
      ids.push_back(page.document);
  return ids;
}

RunDocuments documents_in(const fs::path& run, const FormTemplate& from, const FormTemplate& to) {
  RunDocuments out;
  for (const batch::LedgerEntry& entry : batch::read_ledger({run, "template-diff"})) {
    const auto now = entry.templates.find(key_of(to));
    const bool stale = now != entry.templates.end() && now->second != to.sha256;
    const bool old = from.version != to.version && entry.templates.contains(key_of(from));
    for (const std::string& id : documents_of(entry, from)) {
      if (stale)
        out.stale.push_back(id);
      else if (old)
        out.old.push_back(id);
    }
  }
  return out;
}

std::vector<Change> all_changes(const FormTemplate& from, const FormTemplate& to) {
  std::vector<Change> changes = forms::changes_between(from, to);
  if (records::sha256_of_file(from.blank) != records::sha256_of_file(to.blank))
    changes.push_back({"printing", to.blank.filename().string(),
                       "the blank is another file; look whether its printing is another too",
                       forms::ChangeWeight::geometry});
  return changes;
}

Json as_json(const FormTemplate& form) {
  return {{"id", form.id}, {"version", form.version}, {"sha256", form.sha256}};
}

Json as_json(const Change& change) {
  Json json{{"what", change.what},
            {"subject", change.subject},
            {"weight", to_string(change.weight)},
            {"detail", change.detail}};
  if (change.by_mm) {
    const auto rounded = [](double mm) { return std::round(mm * 100) / 100; };
    const auto& by = *change.by_mm;
    json["by_mm"] = {rounded(by[0]), rounded(by[1]), rounded(by[2]), rounded(by[3])};
  }
  return json;
}

std::string as_text(const std::vector<Change>& changes) {
  std::string text;
  for (const Change& change : changes)
    text += fmt::format("{:<9} {:<10} {}: {}\n", to_string(change.weight), change.what, change.subject, change.detail);
  return changes.empty() ? "nothing that is read differently\n" : text;
}

std::string as_text(const RunDocuments& run, const FormTemplate& from, const FormTemplate& to) {
  std::string text;
  if (!run.stale.empty())
    text += fmt::format("{} documents of the run are stale: the next read reads their scans again\n", run.stale.size());
  for (const std::string& id : run.stale) text += "  " + id + "\n";
  if (!run.old.empty())
    text += fmt::format("{} documents were read with {} {} and stay as they are while its folder stays beside {}\n",
                        run.old.size(), from.id, from.version, to.version);
  return text.empty() ? "no document of the run is stale\n" : text;
}

}  // namespace

ExitCode template_diff(const TemplateDiffOptions& options, std::ostream& answer) {
  const FormTemplate from = one_form(options.from), to = one_form(options.to);
  const std::vector<Change> changes = all_changes(from, to);
  const bool asks = forms::asks_for_a_version(changes), missing = asks && from.version == to.version;
  RunDocuments run;
  if (!options.run.empty()) run = documents_in(options.run, from, to);
  if (options.json) {
    Json list = Json::array();
    for (const Change& change : changes) list.push_back(as_json(change));
    Json json{{"from", as_json(from)},
              {"to", as_json(to)},
              {"changes", list},
              {"version", {{"changed", from.version != to.version}, {"asked_for", asks}, {"holds", !missing}}}};
    if (!options.run.empty()) json["run"] = {{"stale", run.stale}, {"old_version", run.old}};
    answer << json.dump(2) << "\n";
  } else {
    answer << fmt::format("{} {} → {} {}\n", from.id, from.version, to.id, to.version) << as_text(changes);
    if (missing)
      answer << fmt::format(
          "version: geometry or meaning changed and both are {}: give the new one another version, so that "
          "old paper keeps its own\n",
          to.version);
    if (!options.run.empty()) answer << as_text(run, from, to);
  }
  return missing ? ExitCode::needs_person : ExitCode::done;
}

}  // namespace carescan::app

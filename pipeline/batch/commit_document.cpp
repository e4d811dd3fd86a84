#include "pipeline/batch/commit_document.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "pipeline/batch/corrections.hpp"
#include "pipeline/batch/forget.hpp"
#include "pipeline/batch/out_unwritable.hpp"
#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

std::string document_id(const Job& job, const FormTemplate& form, const std::vector<FormPageRead>& pages) {
  const auto first = std::ranges::min_element(pages, {}, [](const FormPageRead& p) { return p.page.source.page; });
  return records::uuid_v5(fmt::format("document|{}|{}|{}", job.sha256, form.id, first->page.source.page));
}

std::string mime_of(const std::string& bytes) {
  if (bytes.starts_with("%PDF")) return "application/pdf";
  if (bytes.starts_with("\x89PNG")) return "image/png";
  if (bytes.starts_with("II*") || bytes.starts_with("MM")) return "image/tiff";
  if (bytes.starts_with("\xff\xd8")) return "image/jpeg";
  return "application/octet-stream";
}

/// The files that hold the document's pages, each once, in page order.
std::vector<fhir::Scan> scans_of_pages(const std::vector<fhir::Scan>& files, const std::vector<RecordPage>& pages) {
  std::vector<fhir::Scan> scans;
  std::set<std::size_t> known;
  for (const RecordPage& page : pages) {
    const std::size_t at = files.size() > 1 ? static_cast<std::size_t>(page.source.page - 1) : 0;
    if (!known.insert(at).second) continue;
    scans.push_back(files.at(at));
  }
  return scans;
}

KeptReading kept_reading(const Job& job, const Desk& desk, const FormTemplate& form,
                         const std::vector<FormPageRead>& pages, const std::vector<fhir::Scan>& files,
                         const std::vector<int>& unconfirmed, const std::vector<Issue>& issues) {
  KeptReading kept{.id = document_id(job, form, pages),
                   .form = form.id,
                   .version = form.version,
                   .template_sha256 = form.sha256,
                   .pages = {},
                   .readings = {},
                   .issues = issues,
                   .scans = {},
                   .policy = desk.policy,
                   .bundle = desk.bundle};
  kept.bundle.recorded = job.first_seen;
  for (const FormPageRead& page : pages) {
    kept.pages.push_back(page.page);
    kept.pictures[page.page.number] = records::sha256_hex(page.picture);
    const bool doubted = std::ranges::find(unconfirmed, page.page.number) != unconfirmed.end();
    for (Reading reading : page.readings) {
      if (doubted) reading.reasons.emplace_back("page-unconfirmed");
      kept.readings.push_back(std::move(reading));
    }
  }
  std::ranges::sort(kept.pages, {}, &RecordPage::number);
  kept.scans = scans_of_pages(files, kept.pages);
  return kept;
}

/// A document folder in staging, written file by file.
class Staged {
 public:
  Staged(const OutFolder& out, const std::string& id)
      : out_(out), folder_(out.staging() / fmt::format("{}-{}", ::getpid(), id)) {
    fs::remove_all(folder_);
    create_folder(folder_ / "pages");
  }
  void add(const std::string& name, std::string_view bytes) const { write_file(out_, folder_ / name, bytes); }
  const fs::path& folder() const { return folder_; }

 private:
  const OutFolder& out_;
  fs::path folder_;
};

}  // namespace

std::vector<fhir::Scan> scans_of(const intake::Source& source) {
  std::vector<fhir::Scan> scans;
  for (const fs::path& file : source.files) {
    const std::string bytes = read_file(file);
    scans.push_back({intake::name_in(source, file), records::sha256_hex(bytes), records::sha1_base64(bytes),
                     mime_of(bytes), static_cast<long>(bytes.size())});
  }
  return scans;
}

std::string sha256_of(const std::vector<fhir::Scan>& files) {
  if (files.size() == 1) return files.front().sha256;
  std::string hashes;
  for (const fhir::Scan& file : files) hashes += file.sha256;
  return records::sha256_hex(hashes);
}

CommittedDocument commit_document(const Job& job, const Desk& desk, const FormTemplate& form,
                                  const std::vector<FormPageRead>& pages, const std::vector<fhir::Scan>& files,
                                  const std::vector<int>& unconfirmed, const std::vector<Issue>& issues) {
  const std::string reading = to_json(kept_reading(job, desk, form, pages, files, unconfirmed, issues));
  // From what is kept, so that a document made anew from it is the same to the byte.
  const KeptReading kept = kept_reading_from_json(reading, "reading.json");
  const Staged staged(desk.out, kept.id);
  staged.add("reading.json", reading);
  for (const FormPageRead& page : pages) staged.add(fmt::format("pages/{}.jpg", page.page.number), page.picture);

  // Nobody may decide anything between the moment when decisions are read and the one when the document is replaced.
  const DecisionsLock lock(desk.out);
  if (is_forgotten(desk.out, kept.id)) return {kept.id, records::sha256_hex(reading), 0, 0, true};
  const DocumentFiles made = document_files(kept, form, read_corrections(desk.out.corrections(kept.id)));
  staged.add("record.json", made.record_json);
  staged.add(made.valid ? "bundle.json" : "bundle.rejected.json", made.bundle);
  staged.add("outcome.json", made.outcome);
  commit_document(desk.out, staged.folder(), kept.id);

  const auto settled =
      std::ranges::count_if(made.record.fields, [](const RecordField& f) { return f.accepted || f.reviewed; });
  return {kept.id, records::sha256_hex(reading), settled, static_cast<long>(made.record.fields.size()) - settled,
          made.valid};
}

void replace_files(const OutFolder& out, const std::string& id, const DocumentFiles& made) {
  const fs::path folder = out.document(id);
  write_file(out, folder / "record.json", made.record_json);
  write_file(out, folder / (made.valid ? "bundle.json" : "bundle.rejected.json"), made.bundle);
  fs::remove(folder / (made.valid ? "bundle.rejected.json" : "bundle.json"));
  write_file(out, folder / "outcome.json", made.outcome);
}

}  // namespace carescan::batch

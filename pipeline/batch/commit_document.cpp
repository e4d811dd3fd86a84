#include "pipeline/batch/commit_document.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "pipeline/fhir/record_standard.hpp"
#include "pipeline/fhir/validate.hpp"
#include "pipeline/records/decide.hpp"
#include "pipeline/records/identity.hpp"
#include "pipeline/records/record_json.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

std::string document_id(const Job& job, const FormTemplate& form, const std::vector<const FormPageRead*>& pages) {
  const auto first = std::min_element(pages.begin(), pages.end(), [](const FormPageRead* a, const FormPageRead* b) {
    return a->page.source.page < b->page.source.page;
  });
  return records::uuid_v5(fmt::format("document|{}|{}|{}", job.sha256, form.id, (*first)->page.source.page));
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

Record record_of(const Job& job, const Desk& desk, const FormTemplate& form,
                 const std::vector<const FormPageRead*>& pages, const std::vector<int>& unconfirmed) {
  std::vector<RecordPage> record_pages;
  std::vector<Reading> readings;
  for (const FormPageRead* page : pages) {
    record_pages.push_back(page->page);
    const bool doubted = std::ranges::find(unconfirmed, page->page.number) != unconfirmed.end();
    for (Reading reading : page->readings) {
      if (doubted) reading.reasons.emplace_back("page-unconfirmed");
      readings.push_back(std::move(reading));
    }
  }
  return records::make_record(document_id(job, form, pages), form, std::move(record_pages), readings, desk.policy);
}

/// A document folder in staging, written file by file.
class Staged {
 public:
  Staged(const OutFolder& out, const std::string& id)
      : out_(out), folder_(out.staging() / fmt::format("{}-{}", ::getpid(), id)) {
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "pages");
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
                                  const std::vector<const FormPageRead*>& pages, const std::vector<fhir::Scan>& files,
                                  const std::vector<int>& unconfirmed, const std::vector<Issue>& issues) {
  Record record = record_of(job, desk, form, pages, unconfirmed);
  record.issues.insert(record.issues.end(), issues.begin(), issues.end());
  fhir::BundleOptions options = desk.bundle;
  options.recorded = job.first_seen;
  const std::string bundle = fhir::make_bundle(record, form, scans_of_pages(files, record.pages), options);
  std::vector<fhir::Finding> findings = fhir::validate(bundle);
  const bool valid = !fhir::has_error(findings);
  for (const fhir::Finding& missing : fhir::missing_by_standard(bundle, form)) findings.push_back(missing);
  if (!valid)
    record.issues.push_back(
        {"bundle-invalid", "", 0, std::nullopt, "the FHIR bundle does not pass validation; see outcome.json"});

  const Staged staged(desk.out, record.id);
  staged.add("record.json", records::to_json(record));
  staged.add(valid ? "bundle.json" : "bundle.rejected.json", bundle);
  staged.add("outcome.json", fhir::operation_outcome(findings));
  for (const FormPageRead* page : pages) staged.add(fmt::format("pages/{}.jpg", page->page.number), page->picture);
  commit_document(desk.out, staged.folder(), record.id);

  const auto accepted =
      std::count_if(record.fields.begin(), record.fields.end(), [](const RecordField& f) { return f.accepted; });
  return {record.id, accepted, static_cast<long>(record.fields.size()) - accepted, valid};
}

}  // namespace carescan::batch

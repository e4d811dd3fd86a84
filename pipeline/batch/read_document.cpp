#include "pipeline/batch/read_document.hpp"

#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/batch/assemble.hpp"
#include "pipeline/batch/commit_document.hpp"
#include "pipeline/batch/folder_trace.hpp"
#include "pipeline/batch/read_page.hpp"
#include "pipeline/model/failure.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

/// A page that a form claims, with its place in the source.
struct KeptPage {
  SortedPage place;
  FormPageRead read;
};

LedgerPage failed_page(int number, const std::string& code, const std::string& message) {
  return {number, PageState::failed, code, "", "", 0, message};
}

void quarantine(const Job& job, const Desk& desk, int number, const StrangePage& page) {
  const fs::path base = desk.out.quarantine() / desk.out.quarantine_name(job.sha256, number);
  write_file(desk.out, base.string() + ".jpg", page.picture);
  write_file(desk.out, base.string() + ".json", page.json);
}

/// Reads one page and says in the ledger what became of it; pages of forms are kept for assembly.
LedgerPage sort_page(const Job& job, const Desk& desk, reading::Engines& engines, const intake::PageStream& pages,
                     int number, std::vector<KeptPage>& kept) {
  if (const auto lost = job.lost.find(number); lost != job.lost.end())
    return failed_page(number, lost->second, "reading this page stopped the reader; it was left out");
  try {
    FolderTrace trace(desk.trace, fmt::format("{}-p{}", job.sha256.substr(0, 12), number));
    PageRead read = read_page(pages.read(number), desk.catalogue, engines, trace.wanted() ? &trace : nullptr);
    if (read.strange) {
      quarantine(job, desk, number, *read.strange);
      return {number, PageState::quarantined, read.strange->reason, "", "", 0, ""};
    }
    if (!read.form) return {number, PageState::blank, "", "", "", 0, ""};
    const FormPageRead& form = *read.form;
    kept.push_back(
        {{static_cast<std::size_t>(number - 1), form.form, form.page.number, form.instance}, std::move(*read.form)});
    return {number, PageState::in_document, "", "", "", kept.back().place.form_page, ""};
  } catch (const Failure& failure) {
    return failed_page(number, failure.code, failure.why + (failure.hint.empty() ? "" : "; " + failure.hint));
  }
}

LedgerEntry new_entry(const Job& job, const Desk& desk) {
  return {job.sha256, job.source.name, job.copies, job.first_seen, desk.made_by, desk.catalogue.sha256, {}, true, {}};
}

/// Joins the kept pages to documents, commits each, and notes them in the ledger entry.
void commit_documents(const Job& job, const Desk& desk, const std::vector<KeptPage>& kept,
                      const std::vector<fhir::Scan>& files, SourceTally& tally) {
  std::vector<SortedPage> places;
  for (const KeptPage& page : kept) places.push_back(page.place);
  for (const AssembledDocument& document : assemble(places)) {
    const FormTemplate& form = desk.catalogue.forms[document.form];
    std::vector<const FormPageRead*> pages;
    for (const SortedPage& place : document.pages)
      pages.push_back(&std::find_if(kept.begin(), kept.end(), [&](const KeptPage& k) {
                         return k.place.source_index == place.source_index;
                       })->read);
    const CommittedDocument committed = commit_document(job, desk, form, pages, files);
    for (const SortedPage& place : document.pages) {
      tally.entry.pages[place.source_index].document = committed.id;
      tally.entry.pages[place.source_index].form = form.id;
    }
    tally.entry.templates[form.id + " " + form.version] = form.sha256;
    tally.accepted += committed.accepted;
    tally.asked += committed.asked;
    tally.invalid_bundles += committed.valid ? 0 : 1;
  }
}

/// What an earlier reading of the same source left and this one does not: documents and quarantined pages.
void retire_leftovers(const Desk& desk, const LedgerEntry& entry) {
  const std::optional<LedgerEntry> before = find_entry(desk.out, entry.sha256);
  if (!before) return;
  const std::vector<std::string> now = entry.documents();
  for (const std::string& id : before->documents())
    if (std::find(now.begin(), now.end(), id) == now.end()) retire_document(desk.out, id);
  for (const LedgerPage& page : before->pages) {
    const bool still = std::any_of(entry.pages.begin(), entry.pages.end(), [&](const LedgerPage& p) {
      return p.page == page.page && p.state == PageState::quarantined;
    });
    if (page.state != PageState::quarantined || still) continue;
    const fs::path base = desk.out.quarantine() / desk.out.quarantine_name(entry.sha256, page.page);
    fs::remove(base.string() + ".json");
    fs::remove(base.string() + ".jpg");
  }
}

}  // namespace

SourceTally read_document(const Job& job, const Desk& desk, reading::Engines& engines, const PageDone& page_done) {
  SourceTally tally{new_entry(job, desk)};
  std::vector<KeptPage> kept;
  std::vector<fhir::Scan> files;
  try {
    if (const auto lost = job.lost.find(0); lost != job.lost.end())
      throw Failure{lost->second, job.source.name, "reading this file stopped the reader",
                    "look at the file; it may be damaged or hostile"};
    const intake::PageStream pages(job.source, job.sha256, desk.intake);
    for (int number = 1; number <= pages.size(); ++number) {
      tally.entry.pages.push_back(sort_page(job, desk, engines, pages, number, kept));
      page_done(number, pages.size());
    }
    files = scans_of(job.source);
    if (intake::sha256_of(job.source) != job.sha256)
      throw Failure{"file-changed", job.source.name, "the file changed while it was read",
                    "wait until the scanner has finished, then run the same command again"};
  } catch (const Failure& failure) {
    kept.clear();
    tally.entry.opened = false;
    tally.entry.pages = {failed_page(1, failure.code, failure.why + (failure.hint.empty() ? "" : "; " + failure.hint))};
  }
  commit_documents(job, desk, kept, files, tally);
  retire_leftovers(desk, tally.entry);
  write_file(desk.out, desk.out.ledger(job.sha256), to_json(tally.entry));
  return tally;
}

}  // namespace carescan::batch

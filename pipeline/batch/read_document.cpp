#include "pipeline/batch/read_document.hpp"

#include <unistd.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "pipeline/batch/assemble.hpp"
#include "pipeline/batch/assembly_issues.hpp"
#include "pipeline/batch/commit_document.hpp"
#include "pipeline/batch/folder_trace.hpp"
#include "pipeline/batch/out_unwritable.hpp"
#include "pipeline/batch/page_shelf.hpp"
#include "pipeline/batch/page_twins.hpp"
#include "pipeline/batch/read_page.hpp"
#include "pipeline/model/failure.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

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
                     int number, const PageDecision* named, const PageShelf& shelf, std::vector<KeptPage>& kept) {
  if (const auto lost = job.lost.find(number); lost != job.lost.end())
    return failed_page(number, lost->second, "reading this page stopped the reader; it was left out");
  try {
    FolderTrace trace(desk.trace, fmt::format("{}-p{}", job.sha256.substr(0, 12), number));
    PageRead read = read_page(pages.read(number), desk.catalogue, engines, named, trace.wanted() ? &trace : nullptr);
    if (read.strange) {
      quarantine(job, desk, number, *read.strange);
      return {number, PageState::quarantined, read.strange->reason, "", "", 0, read.strange->message};
    }
    if (read.separator) return {number, PageState::separator, "", "", "", 0, ""};
    if (!read.form) return {number, PageState::blank, "", "", "", 0, ""};
    const FormPageRead& form = *read.form;
    SortedPage place{.source_index = static_cast<std::size_t>(number - 1),
                     .form = form.form,
                     .form_page = form.page.number,
                     .instance = form.instance,
                     .person = records::person_marks(desk.catalogue.forms[form.form], form.readings)};
    shelf.put(form);
    kept.push_back(kept_page(std::move(place), form));
    return {number, PageState::in_document, "", "", "", kept.back().place.form_page, ""};
  } catch (const Failure& failure) {
    if (is_unwritable(failure)) throw;
    return failed_page(number, failure.code, failure.why + (failure.hint.empty() ? "" : "; " + failure.hint));
  }
}

LedgerEntry new_entry(const Job& job, const Desk& desk) {
  return {job.sha256, job.source.name, job.copies, job.first_seen, desk.made_by, desk.catalogue.sha256, {}, true, {}};
}

/// What a person said that a page is; null where nobody did.
const PageDecision* find_name(const Job& job, const Desk& desk, const OutDecisions& decisions, int number) {
  const auto found = decisions.pages.find(desk.out.quarantine_name(job.sha256, number));
  return found == decisions.pages.end() || found->second.set_aside ? nullptr : &found->second;
}

/// What lies before each kept page in the source: separators, and pages that were not read.
void count_before(const std::vector<LedgerPage>& pages, std::vector<KeptPage>& kept) {
  int separators = 0, lost = 0;
  auto next = kept.begin();
  for (std::size_t i = 0; i < pages.size() && next != kept.end(); ++i) {
    separators += pages[i].state == PageState::separator ? 1 : 0;
    lost += pages[i].state == PageState::quarantined || pages[i].state == PageState::failed ? 1 : 0;
    if (next->place.source_index != i) continue;
    next->place.separators_before = separators;
    next->place.lost_before = lost;
    ++next;
  }
}

/// One sheet of the source: its place there, its best scan, and whether there were others.
struct Sheet {
  SortedPage place;
  const KeptPage* scan = nullptr;
  bool twice = false;

  /// Of the scan that is read.
  int source_page() const { return static_cast<int>(scan->place.source_index) + 1; }
};

/// Sheets by the place of their first scan. Of a sheet that was scanned more than once the scans that are not read are
/// noted as duplicates. A sheet that is a whole form by itself breaks no other apart: every scan of it is read.
std::map<std::size_t, Sheet> sheets_of(const std::vector<KeptPage>& kept, const PageShelf& shelf,
                                       const std::vector<FormTemplate>& forms, std::vector<LedgerPage>& pages) {
  const auto sketch_of = [&](std::size_t source_index) { return shelf.sketch(static_cast<int>(source_index) + 1); };
  std::map<std::size_t, Sheet> sheets;
  for (const KeptPage& page : kept) sheets[page.place.source_index] = {page.place, &page};
  for (const Twin& twin : find_twins(kept, sketch_of)) {
    const KeptPage &first = kept[twin.first], &again = kept[twin.again];
    if (forms[first.place.form].pages.size() == 1) continue;
    Sheet& sheet = sheets[first.place.source_index];
    const KeptPage* spare = &again;
    if (is_better(again, *sheet.scan)) std::swap(sheet.scan, spare);
    sheet.twice = true;
    if (sheet.place.instance.empty()) sheet.place.instance = again.place.instance;
    sheets.erase(again.place.source_index);
    LedgerPage& left_out = pages[spare->place.source_index];
    left_out.state = PageState::duplicate;
    left_out.why = "page-twice";
    left_out.message = "the same sheet was scanned twice; the other scan was read";
  }
  return sheets;
}

/// Joins the kept pages to documents, commits each, and notes them in the ledger entry.
void commit_documents(const Job& job, const Desk& desk, const PageShelf& shelf, std::vector<KeptPage>& kept,
                      const std::vector<fhir::Scan>& files, SourceTally& tally) {
  count_before(tally.entry.pages, kept);
  const std::map<std::size_t, Sheet> sheets = sheets_of(kept, shelf, desk.catalogue.forms, tally.entry.pages);
  std::vector<SortedPage> places;
  for (const auto& [at, sheet] : sheets) places.push_back(sheet.place);
  for (const AssembledDocument& document : assemble(places, desk.catalogue.forms)) {
    const FormTemplate& form = desk.catalogue.forms[document.form];
    std::vector<FormPageRead> pages;
    std::vector<int> twice;
    for (const SortedPage& place : document.pages) {
      const Sheet& sheet = sheets.at(place.source_index);
      pages.push_back(shelf.at(sheet.source_page()));
      if (sheet.twice) twice.push_back(place.form_page);
    }
    const CommittedDocument committed =
        commit_document(job, desk, form, pages, files, document.unconfirmed, assembly_issues(document, twice));
    for (const FormPageRead& page : pages) {
      LedgerPage& entry = tally.entry.pages[static_cast<std::size_t>(page.page.source.page - 1)];
      entry.document = committed.id;
      entry.form = form.id;
    }
    tally.entry.templates[form.id + " " + form.version] = form.sha256;
    tally.entry.readings[committed.id] = committed.reading_sha256;
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
  const DecisionsLock lock(desk.out);  // a decision that is being written goes aside with its document
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
  const OutDecisions decisions = read_decisions(desk.out);
  const PageShelf shelf(desk.out, job.sha256);
  std::vector<KeptPage> kept;
  std::vector<fhir::Scan> files;
  try {
    if (const auto lost = job.lost.find(0); lost != job.lost.end())
      throw Failure{lost->second, job.source.name, "reading this file stopped the reader",
                    "look at the file; it may be damaged or hostile"};
    const intake::PageStream pages(job.source, job.sha256, desk.intake);
    for (int number = 1; number <= pages.size(); ++number) {
      const PageDecision* named = find_name(job, desk, decisions, number);
      tally.entry.pages.push_back(sort_page(job, desk, engines, pages, number, named, shelf, kept));
      if (named != nullptr) tally.entry.pages.back().named = named->named();
      page_done(number, pages.size());
    }
    files = scans_of(job.source);
    if (sha256_of(files) != job.sha256)
      throw Failure{"file-changed", job.source.name, "the file changed while it was read",
                    "wait until the scanner has finished, then run the same command again"};
  } catch (const Failure& failure) {
    if (is_unwritable(failure)) throw;
    kept.clear();
    tally.entry.opened = false;
    tally.entry.place = place_id(job.source.files.front());
    tally.entry.pages = {failed_page(1, failure.code, failure.why + (failure.hint.empty() ? "" : "; " + failure.hint))};
  }
  commit_documents(job, desk, shelf, kept, files, tally);
  retire_leftovers(desk, tally.entry);
  write_file(desk.out, desk.out.ledger(job.sha256), to_json(tally.entry));
  return tally;
}

}  // namespace carescan::batch

#include <fmt/format.h>

#include "pipeline/batch/report_sections.hpp"
#include "pipeline/batch/report_words.hpp"
#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

std::string row(const char* name, const char* meaning, long count) {
  return fmt::format("<tr><td>{}</td><td>{}</td><td class=n>{}</td></tr>\n", name, meaning, count);
}

std::string pages_table(const Balance& p) {
  return "<h2>Pages</h2>\n<table class=pages><caption>Every page of every file ends in exactly one of "
         "these.</caption>\n" +
         row("in a document", "recognised as a page of a form and read", p.in_document) +
         row("blank", "nothing on it, such as a back", p.blank) +
         row("separator", "a sheet that only parts documents", p.separator) +
         row("duplicate", "the same file, or the same sheet, a second time; read once", p.duplicate) +
         row("quarantined", "no form claims it; kept aside, not read", p.quarantined) +
         row("failed", "could not be opened or read", p.failed) +
         fmt::format("<tr><th>in all</th><td></td><th class=n>{}</th></tr></table>\n", p.in);
}

std::string failed_table(const std::vector<LedgerEntry>& ledger) {
  std::string rows;
  for (const LedgerEntry& entry : ledger)
    for (const LedgerPage& page : entry.pages)
      if (page.state == PageState::failed)
        rows +=
            fmt::format("<tr><td class=name>{}</td><td class=n>{}</td><td>{} <span class=code>{}</span></td></tr>\n",
                        escaped(entry.name), entry.opened ? std::to_string(page.page) : "all", escaped(page.message),
                        escaped(page.why));
  if (rows.empty()) return "";
  return "<h2 id=failed>What could not be read</h2>\n<table><tr><th>file</th><th class=n>page</th><th>why, and what to "
         "do</th></tr>\n" +
         rows + "</table>\n";
}

/// What a person said of a page since it was read.
std::string said_of(const OutDecisions& decisions, const LedgerEntry& entry, const LedgerPage& page) {
  const auto found = decisions.pages.find(OutFolder::quarantine_name(entry.sha256, page.page));
  if (found == decisions.pages.end()) return "";
  const PageDecision& said = found->second;
  if (said.set_aside) return fmt::format("<br>Set aside by {}: nobody needs it read.", escaped(said.by));
  if (said.named() == page.named) return "";  // it was read as that and did not fit: the message says so
  return fmt::format("<br>{} named it page {} of {} {}: run the same read command again.", escaped(said.by), said.page,
                     escaped(said.form), escaped(said.version));
}

std::string figure(const OutFolder& out, const LedgerEntry& entry, const LedgerPage& page, const std::string& said) {
  const fs::path picture = out.quarantine() / (out.quarantine_name(entry.sha256, page.page) + ".jpg");
  const std::string image =
      fs::exists(picture) ? fmt::format("<img alt=\"the page as it was scanned\" src=\"data:image/jpeg;base64,{}\">",
                                        records::base64(read_file(picture)))
                          : "<p>There is no picture of it.</p>";
  return fmt::format(
      "<figure>{}<figcaption><b>{}</b>, page {}<br>{} {} <span class=code>{}</span>{}</figcaption></figure>\n", image,
      escaped(entry.name), page.page, quarantine_words(page.why), escaped(page.message), escaped(page.why), said);
}

std::string quarantine_figures(const OutFolder& out, const RunContents& run) {
  std::string figures;
  for (const LedgerEntry& entry : run.ledger)
    for (const LedgerPage& page : entry.pages)
      if (page.state == PageState::quarantined)
        figures += figure(out, entry, page, said_of(run.decisions, entry, page));
  if (figures.empty()) return "";
  return "<h2 id=quarantine>Pages kept aside</h2>\n<p>Nothing was read from these pages. If one is a form you use, "
         "name it in carescan review, or add its template, and run the same command again; otherwise set it aside "
         "there "
         "and file it by hand.\n" +
         figures;
}

}  // namespace

std::string pages_section(const OutFolder& out, const RunContents& run) {
  return pages_table(run.summary.pages) + failed_table(run.ledger) + quarantine_figures(out, run);
}

}  // namespace carescan::batch

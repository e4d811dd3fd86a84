#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "pipeline/batch/people.hpp"
#include "pipeline/batch/report_sections.hpp"
#include "pipeline/batch/report_words.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

constexpr std::size_t notes_shown = 4;  // a row stays readable; the rest is in record.json

/// Pages of its source that a document was read from: "page 3", "pages 1–4", "pages 1, 3, 4".
std::string source_pages(const Record& record) {
  std::vector<int> pages;
  for (const RecordPage& page : record.pages) pages.push_back(page.source.page);
  std::sort(pages.begin(), pages.end());
  if (pages.size() == 1) return fmt::format("page {}", pages.front());
  if (pages.back() - pages.front() + 1 == static_cast<int>(pages.size()))
    return fmt::format("pages {}–{}", pages.front(), pages.back());
  return fmt::format("pages {}", fmt::join(pages, ", "));
}

long missing_pages(const Record& record) {
  return std::count_if(record.issues.begin(), record.issues.end(),
                       [](const Issue& issue) { return issue.code == "page-missing"; });
}

/// Words of an issue, ended like a sentence.
std::string sentence(const std::string& words) {
  const bool ended = !words.empty() && (words.back() == '.' || words.back() == '?');
  return ended ? words : words + ".";
}

/// An issue as a sentence: what it is about, then what is odd.
std::string issue_words(const Record& record, const Issue& issue) {
  if (issue.code == "page-missing") return fmt::format("Page {} of the form was not found.", issue.page);
  std::string about;
  if (issue.code == "page-owner-differs")
    about = fmt::format("Page {}: ", issue.page);
  else if (const RecordField* field = record.find(issue.field))
    about = field->label + ": ";
  else if (issue.page > 0)
    about = fmt::format("Page {}: ", issue.page);
  return about + sentence(issue.message.empty() ? issue.code : issue.message);
}

/// Issues about the document or a page of it, rather than about one field.
bool is_grave(const Issue& issue) {
  return issue.field.empty() || issue.code == "page-owner-differs";
}

std::string notes_cell(const Record& record) {
  std::vector<const Issue*> issues;
  for (const Issue& issue : record.issues) issues.push_back(&issue);
  std::stable_partition(issues.begin(), issues.end(), [](const Issue* issue) { return is_grave(*issue); });
  std::string cell;
  std::size_t plain = 0;
  for (const Issue* issue : issues) {
    const std::string words = escaped(issue_words(record, *issue));
    if (is_grave(*issue))
      cell += "<strong>" + words + "</strong><br>";
    else if (++plain <= notes_shown)
      cell += words + "<br>";
  }
  if (plain > notes_shown) cell += fmt::format("and {} more in record.json", plain - notes_shown);
  return cell;
}

std::string links_cell(const OutFolder& out, const Record& record) {
  const fs::path folder = out.document(record.id);
  const std::string base = "documents/" + escaped(record.id);
  std::string cell = fmt::format("<a href=\"{}/record.json\">record.json</a><br>", base);
  cell += fs::exists(folder / "bundle.json")
              ? fmt::format("<a href=\"{}/bundle.json\">bundle.json</a>", base)
              : fmt::format("no bundle: <a href=\"{}/outcome.json\">outcome.json</a>", base);
  cell += "<br>pictures";
  for (const RecordPage& page : record.pages)
    cell += fmt::format(" <a href=\"{}/pages/{}.jpg\">{}</a>", base, page.number, page.number);
  return cell;
}

std::string document_row(const OutFolder& out, const LedgerEntry& entry, const Record& record) {
  const auto settled = std::count_if(record.fields.begin(), record.fields.end(),
                                     [](const RecordField& f) { return f.accepted || f.reviewed; });
  const auto found = static_cast<long>(record.pages.size()), missing = missing_pages(record);
  return fmt::format(
      "<tr id=\"d-{}\"><td class=name>{}<br><small>{}</small></td><td>{} {}</td><td class=n>{} of {}</td><td "
      "class=n>{}</td><td class=n>{}</td><td>{}</td><td class=files>{}</td></tr>\n",
      escaped(record.id), escaped(entry.name), source_pages(record), escaped(record.form), escaped(record.version),
      found, found + missing, settled, static_cast<long>(record.fields.size()) - settled, notes_cell(record),
      links_cell(out, record));
}

std::map<std::string, const Record*> by_id(const std::vector<Record>& records) {
  std::map<std::string, const Record*> found;
  for (const Record& record : records) found[record.id] = &record;
  return found;
}

/// Groups of documents that look like scans of one paper, each as an item with links to their rows.
std::vector<std::string> rescan_items(const RunContents& run) {
  std::map<std::string, std::string> names;
  for (const LedgerEntry& entry : run.ledger)
    for (const std::string& id : entry.documents()) names[id] = entry.name;
  std::vector<std::string> items;
  for (const Proposal& proposal : proposals(run.records)) {
    if (proposal.kind != Proposal::Kind::rescan || run.decisions.people.contains(proposal.id())) continue;
    std::string links;
    for (const std::string& id : proposal.documents)
      links += fmt::format("{}<a href=\"#d-{}\">{}</a>", links.empty() ? "" : ", ", escaped(id), escaped(names[id]));
    items.push_back(links);
  }
  return items;
}

/// Grave issues of all documents by code, each as an item with a link to its row.
std::map<std::string, std::vector<std::string>> grave_issues(const RunContents& run) {
  const auto records = by_id(run.records);
  std::map<std::string, std::vector<std::string>> items;
  for (const LedgerEntry& entry : run.ledger)
    for (const std::string& id : entry.documents())
      if (const auto known = records.find(id); known != records.end())
        for (const Issue& issue : known->second->issues)
          if (is_grave(issue))
            items[issue.code].push_back(fmt::format("<a href=\"#d-{}\">{}, {}</a>: {}", escaped(id),
                                                    escaped(entry.name), source_pages(*known->second),
                                                    escaped(issue_words(*known->second, issue))));
  return items;
}

std::string title_of(const std::string& code, long count) {
  if (code == "page-missing") return counted(count, "page") + " of forms not found: look for them on paper.";
  if (code == "page-owner-differs")
    return counted(count, "page") + " may belong to somebody else: compare names before anything is used.";
  if (code == "page-unconfirmed")
    return counted(count, "page") + " that nothing ties to the rest of the form: compare with the paper before use.";
  if (code == "page-uneven")
    return counted(count, "page") + " whose printing lies unevenly: torn, folded or another version of the form.";
  if (code == "page-twice") return counted(count, "page was", "pages were") + " scanned twice; each was read once.";
  if (code == "pages-shuffled")
    return counted(count, "document") + " whose pages were out of order; they were put in order.";
  if (code == "pages-parted") return counted(count, "document") + " whose pages lay among those of somebody else.";
  if (code == "pages-unsorted") return counted(count, "document") + " whose pages could not be sorted for certain.";
  if (code == "code-repeated")
    return counted(count, "document") + " with a printed number that stands on other sheets too: was it photocopied?";
  if (code == "rescans")
    return counted(count, "paper was", "papers were") +
           " probably scanned more than once: say in carescan review which scan counts. None is pushed to a server "
           "until "
           "then.";
  if (code == "bundle-invalid") return counted(count, "document") + " without a valid FHIR bundle: not to be imported.";
  return counted(count, "document") + " with " + code + ".";
}

std::string group(const std::string& code, const std::vector<std::string>& items) {
  constexpr std::size_t shown = 20;
  std::string html = fmt::format("<li>{}<ul>\n", escaped(title_of(code, static_cast<long>(items.size()))));
  for (std::size_t i = 0; i < std::min(shown, items.size()); ++i) html += "<li>" + items[i] + "</li>\n";
  if (items.size() > shown)
    html += fmt::format("<li>and {} more, in the table of documents</li>\n", items.size() - shown);
  return html + "</ul></li>\n";
}

}  // namespace

std::string attention_section(const RunContents& run) {
  std::string items;
  if (run.summary.pages.failed > 0)
    items += fmt::format("<li><a href=\"#failed\">{}</a> could not be read.</li>\n",
                         counted(run.summary.pages.failed, "file or page", "files or pages"));
  if (const long open = run.summary.pages.quarantined - run.summary.set_aside; open > 0)
    items += fmt::format("<li><a href=\"#quarantine\">{}</a> kept aside, because no form claims {}.</li>\n",
                         counted(open, "page"), open == 1 ? "it" : "them");
  for (const std::string& sentence : drift_sentences(run.summary.drift))
    items += "<li>Something changed: " + escaped(sentence) + "</li>\n";
  for (const auto& [code, lines] : grave_issues(run)) items += group(code, lines);
  if (const std::vector<std::string> rescans = rescan_items(run); !rescans.empty()) items += group("rescans", rescans);
  return items.empty() ? "" : "<h2>Look at these first</h2>\n<ul class=first>\n" + items + "</ul>\n";
}

std::string documents_section(const OutFolder& out, const RunContents& run) {
  const auto records = by_id(run.records);
  std::string rows;
  for (const LedgerEntry& entry : run.ledger)
    for (const std::string& id : entry.documents())
      if (const auto known = records.find(id); known != records.end()) rows += document_row(out, entry, *known->second);
  if (rows.empty()) return "";
  return "<h2>Documents</h2>\n<table class=documents><caption>One row for each filled form. <i>To check</i>: fields "
         "that "
         "wait for a person.</caption>\n<thead><tr><th>scan</th><th>form</th><th class=n>pages</th><th "
         "class=n>accepted</th><th class=n>to check</th><th>what is odd</th><th>files</th></tr></thead>\n<tbody>\n" +
         rows + "</tbody></table>\n";
}

}  // namespace carescan::batch

#include "pipeline/batch/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

constexpr const char* style = R"(
:root{color-scheme:light dark}
body{font:16px/1.5 "Frutiger W01",Arial,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#212b32;background:#fff}
h1{font-size:2rem;margin-bottom:.2rem}h2{font-size:1.3rem;margin-top:2.2rem;border-bottom:2px solid #005eb8;padding-bottom:.2rem}
table{border-collapse:collapse;width:100%;margin:.6rem 0}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d8dde0;vertical-align:top}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}caption{text-align:left;color:#4c6272;padding-bottom:.3rem}
.headline{font-size:1.15rem;background:#e8edee;border-left:8px solid #005eb8;padding:.8rem 1rem}
.warning{border-left-color:#d5281b}.bar{display:inline-block;height:.8rem;background:#005eb8;vertical-align:middle}
figure{display:inline-block;margin:.5rem;max-width:14rem;vertical-align:top}figure img{width:100%;border:1px solid #aeb7bd}
figcaption{font-size:.85rem;overflow-wrap:anywhere}.purpose{color:#4c6272}
@media (prefers-color-scheme:dark){body{background:#1b1f22;color:#e8edee}.headline{background:#2b3236}th,td{border-color:#4c6272}.purpose,caption{color:#aeb7bd}}
@media print{body{max-width:none;margin:0}}
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string row(const std::string& name, long count) {
  return fmt::format("<tr><td>{}</td><td class=n>{}</td></tr>\n", escaped(name), count);
}

std::string headline(const Summary& s) {
  const bool well = s.balances() && s.pages.failed == 0 && s.invalid_bundles == 0;
  return fmt::format(
      "<p class=\"headline{}\">{} pages came in, {} documents came out. {} fields were accepted, "
      "<strong>{} wait for a person</strong>. {}</p>\n",
      well ? "" : " warning", s.pages.in, s.documents, s.fields.accepted + s.fields.reviewed, s.fields.asked,
      s.balances() ? "Every page is accounted for."
                   : "The pages do not add up: run the same command again, and tell us if it stays so.");
}

std::string pages_table(const Balance& p) {
  return "<h2>Pages</h2><table><caption>Every page of every file ends in exactly one state.</caption>\n" +
         row("in a document", p.in_document) + row("blank", p.blank) + row("separator sheet", p.separator) +
         row("duplicate", p.duplicate) + row("quarantined: no form claims it", p.quarantined) +
         row("failed: could not be read", p.failed) +
         fmt::format("<tr><th>in all</th><th class=n>{}</th></tr></table>\n", p.in);
}

/// A table of accepted and asked fields, one row a key.
std::string fields_table(const std::string& title, const std::map<std::string, FieldCount>& counts) {
  std::string html = fmt::format(
      "<h2>{}</h2><table><tr><th></th><th class=n>accepted</th><th class=n>asked</th><th></th></tr>\n", title);
  for (const auto& [key, count] : counts) {
    const long all = count.accepted + count.asked;
    html += fmt::format(
        "<tr><td>{}</td><td class=n>{}</td><td class=n>{}</td><td><span class=bar "
        "style=\"width:{}rem\"></span></td></tr>\n",
        escaped(key), count.accepted, count.asked, all == 0 ? 0 : 8 * count.accepted / all);
  }
  return html + "</table>\n";
}

std::string fields_section(const std::vector<Record>& records) {
  std::map<std::string, FieldCount> by_form, by_kind;
  for (const Record& record : records)
    for (const RecordField& field : record.fields) {
      const bool settled = field.accepted || field.reviewed;
      for (FieldCount* count :
           {&by_form[record.form + " " + record.version], &by_kind[std::string(to_string(field.kind))]})
        ++(settled ? count->accepted : count->asked);
    }
  return fields_table("Fields by form", by_form) + fields_table("Fields by kind", by_kind);
}

std::string residuals_section(const std::vector<Record>& records) {
  std::map<std::string, std::vector<double>> by_form;
  for (const Record& record : records)
    for (const RecordPage& page : record.pages) by_form[record.form + " " + record.version].push_back(page.residual_mm);
  std::string html =
      "<h2>Registration</h2><table><caption>How far printing lies from where the form has it, in mm.</caption>"
      "<tr><th></th><th class=n>pages</th><th class=n>median</th><th class=n>worst</th></tr>\n";
  for (auto& [form, residuals] : by_form) {
    std::sort(residuals.begin(), residuals.end());
    html += fmt::format("<tr><td>{}</td><td class=n>{}</td><td class=n>{:.2f}</td><td class=n>{:.2f}</td></tr>\n",
                        escaped(form), residuals.size(), residuals[residuals.size() / 2], residuals.back());
  }
  return html + "</table>\n";
}

std::string quarantine_section(const OutFolder& out, const std::vector<LedgerEntry>& ledger) {
  std::string figures;
  for (const LedgerEntry& entry : ledger)
    for (const LedgerPage& page : entry.pages) {
      if (page.state != PageState::quarantined) continue;
      const fs::path picture = out.quarantine() / (out.quarantine_name(entry.sha256, page.page) + ".jpg");
      figures += fmt::format(
          "<figure><img alt=\"\" src=\"data:image/jpeg;base64,{}\"><figcaption>{} page {}: {}</figcaption></figure>\n",
          fs::exists(picture) ? records::base64(read_file(picture)) : "", escaped(entry.name), page.page,
          escaped(page.why));
    }
  return figures.empty() ? "" : "<h2>Quarantined pages</h2>" + figures;
}

std::string failed_section(const std::vector<LedgerEntry>& ledger) {
  std::string rows;
  for (const LedgerEntry& entry : ledger)
    for (const LedgerPage& page : entry.pages)
      if (page.state == PageState::failed)
        rows += fmt::format("<tr><td>{}</td><td class=n>{}</td><td>{}</td><td>{}</td></tr>\n", escaped(entry.name),
                            page.page, escaped(page.why), escaped(page.message));
  return rows.empty() ? ""
                      : "<h2>Files that could not be read</h2><table><tr><th>file</th><th "
                        "class=n>page</th><th>code</th><th>what to do</th></tr>" +
                            rows + "</table>\n";
}

}  // namespace

std::string report_html(const OutFolder& out, const RunContents& run) {
  return fmt::format(
             "<!doctype html><html lang=en-GB><meta charset=utf-8><meta name=viewport content=\"width=device-width\">"
             "<title>carescan report</title><style>{}</style>\n<h1>What became of the scans</h1>\n"
             "<p class=purpose>carescan transcribes paper records for a person to check. It is not clinical decision "
             "support.</p>\n",
             style) +
         headline(run.summary) + pages_table(run.summary.pages) + failed_section(run.ledger) +
         quarantine_section(out, run.ledger) + fields_section(run.records) + residuals_section(run.records) +
         "</html>\n";
}

}  // namespace carescan::batch

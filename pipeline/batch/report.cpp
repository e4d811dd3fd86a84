#include "pipeline/batch/report.hpp"

#include <fmt/format.h>

#include "pipeline/batch/audit.hpp"
#include "pipeline/batch/report_sections.hpp"
#include "pipeline/batch/report_words.hpp"

namespace carescan::batch {
namespace {

constexpr const char* style = R"(
:root{color-scheme:light dark;--ink:#212b32;--paper:#fff;--quiet:#4c6272;--line:#d8dde0;--box:#f0f4f5;--blue:#005eb8;--pale:#9cc2e5;--red:#d5281b}
@media (prefers-color-scheme:dark){:root{--ink:#e8edee;--paper:#1b1f22;--quiet:#aeb7bd;--line:#4c6272;--box:#2b3236;--blue:#5ba4e6;--pale:#33597c;--red:#ff6b5e}}
body{font:16px/1.5 "Frutiger W01",Arial,sans-serif;max-width:66rem;margin:2rem auto;padding:0 1rem;color:var(--ink);background:var(--paper)}
h1{font-size:2rem;margin-bottom:.2rem}h2{font-size:1.3rem;margin-top:2.2rem;border-bottom:2px solid var(--blue);padding-bottom:.2rem}
a{color:var(--blue)}table{border-collapse:collapse;width:100%;margin:.6rem 0}
th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}tr{break-inside:avoid}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
caption,.purpose,.code,small{color:var(--quiet)}caption{text-align:left;padding-bottom:.3rem}.code{font-size:.8rem}
.headline{font-size:1.15rem;background:var(--box);border-left:8px solid var(--blue);padding:.8rem 1rem}.headline.warning{border-left-color:var(--red)}
.first>li{margin:.4rem 0}.name{overflow-wrap:anywhere;min-width:8rem}.documents td{font-size:.92rem}.files{white-space:nowrap}
.documents tr:target{background:var(--box)}.share{white-space:nowrap}.pages td:first-child{width:9rem}.made th{width:9rem;font-weight:normal;color:var(--quiet)}
.bar{display:inline-block;width:9rem;height:.8rem;background:var(--line);margin-right:.4rem}.bar span{display:inline-block;height:100%;vertical-align:top}
.filled{background:var(--blue)}.empty{background:var(--pale)}.key{display:inline-block;width:.8rem;height:.8rem}
figure{display:inline-block;margin:.5rem 1rem .5rem 0;width:14rem;vertical-align:top}figure img{width:100%;border:1px solid var(--line)}
figcaption{font-size:.85rem;overflow-wrap:anywhere}
@media print{body{max-width:none;margin:0;font-size:11pt}.bar,.bar span,.key,.headline{print-color-adjust:exact;-webkit-print-color-adjust:exact}figure{break-inside:avoid}}
)";

std::string headline(const Summary& s) {
  const bool well = s.balances() && s.pages.failed == 0 && s.invalid_bundles == 0;
  const std::string waiting = s.fields.asked == 0   ? "nothing waits for a person"
                              : s.fields.asked == 1 ? "1 field waits for a person"
                                                    : fmt::format("{} fields wait for a person", s.fields.asked);
  return fmt::format(
      "<p class=\"headline{}\">{} in {} came in, {} came out. {} accepted, <strong>{}</strong>. {}</p>\n",
      well ? "" : " warning", counted(s.pages.in, "page"), counted(s.sources, "file"), counted(s.documents, "document"),
      counted(s.fields.accepted + s.fields.reviewed, "field was", "fields were"), waiting,
      s.balances() ? "Every page is accounted for."
                   : "The pages do not add up: run the same command again, and tell us if it stays so.");
}

std::string where_to_go_on(const Summary& s) {
  if (s.documents == 0) return "";
  return "<p>carescan review shows what waits with its ink, in the browser. All fields are in <a "
         "href=\"records.csv\">records.csv</a>, for a spreadsheet: filter its column "
         "<i>accepted</i> for those to check, and compare each with the page's picture.</p>\n";
}

std::string audit_line(const OutFolder& out) {
  const std::optional<Audit> audit = read_audit(out);
  const std::string says = audit ? audit_progress(*audit, tally_audit(out, *audit)) : "";
  return says.empty() ? "" : "<p>" + escaped(says) + "</p>\n";
}

}  // namespace

std::string report_html(const OutFolder& out, const RunContents& run) {
  return fmt::format(
             "<!doctype html>\n<html lang=en-GB><meta charset=utf-8><meta name=viewport content=\"width=device-width\">"
             "<title>carescan report</title><style>{}</style>\n<h1>What became of the scans</h1>\n"
             "<p class=purpose>carescan transcribes paper records for a person to check. It is not clinical decision "
             "support.</p>\n",
             style) +
         headline(run.summary) + audit_line(out) + where_to_go_on(run.summary) + attention_section(run) +
         pages_section(out, run) + documents_section(out, run) + figures_section(run) + made_with_section(out) +
         "</html>\n";
}

}  // namespace carescan::batch

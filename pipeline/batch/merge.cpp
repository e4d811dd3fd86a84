#include "pipeline/batch/merge.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "pipeline/batch/audit.hpp"
#include "pipeline/batch/people.hpp"
#include "pipeline/batch/report.hpp"
#include "pipeline/records/record_json.hpp"

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

std::vector<Record> read_records(const OutFolder& out, const std::vector<LedgerEntry>& ledger) {
  std::vector<Record> records;
  for (const LedgerEntry& entry : ledger)
    for (const std::string& id : entry.documents()) {
      const fs::path file = out.document(id) / "record.json";
      if (fs::exists(file)) records.push_back(records::record_from_json(read_file(file), file.string()));
    }
  return records;
}

/// Sources that were seen and have no ledger entry yet: a run was stopped before it came to them.
long unfinished(const OutFolder& out) {
  long count = 0;
  for (const auto& file : fs::directory_iterator(out.ledger())) {
    const std::string name = file.path().filename().string();
    if (name.ends_with(".seen.json") &&
        !fs::exists(out.ledger(name.substr(0, name.size() - std::string_view(".seen.json").size()))))
      ++count;
  }
  return count;
}

bool failed(const LedgerEntry& entry) {
  return std::any_of(entry.pages.begin(), entry.pages.end(),
                     [](const LedgerPage& p) { return p.state == PageState::failed; });
}

/// Pages in quarantine of which a person said that nobody needs them read.
long set_aside(const std::vector<LedgerEntry>& ledger, const OutDecisions& decisions) {
  long count = 0;
  for (const LedgerEntry& entry : ledger)
    for (const LedgerPage& page : entry.pages) {
      const auto found = decisions.pages.find(OutFolder::quarantine_name(entry.sha256, page.page));
      count += page.state == PageState::quarantined && found != decisions.pages.end() && found->second.set_aside;
    }
  return count;
}

Summary summarise(const OutFolder& out, const std::vector<LedgerEntry>& ledger, const std::vector<Record>& records) {
  Summary sum;
  sum.pages = balance(out, ledger);
  sum.unfinished_sources = unfinished(out);
  for (const LedgerEntry& entry : ledger) {
    sum.sources += 1 + static_cast<long>(entry.copies.size());
    sum.copies += static_cast<long>(entry.copies.size());
    sum.failed_sources += failed(entry) ? 1 : 0;
  }
  for (const Record& record : records) {
    ++sum.documents;
    sum.invalid_bundles += fs::exists(out.document(record.id) / "bundle.json") ? 0 : 1;
    const auto settled = std::count_if(record.fields.begin(), record.fields.end(),
                                       [](const RecordField& f) { return f.accepted || f.reviewed; });
    sum.documents_with_questions += settled < static_cast<long>(record.fields.size()) ? 1 : 0;
    for (const RecordField& f : record.fields)
      ++(f.reviewed ? sum.fields.reviewed : f.accepted ? sum.fields.accepted : sum.fields.asked);
  }
  sum.drift = drifts(measured(ledger, records));
  return sum;
}

Json drift_json(const std::vector<Drift>& drifts) {
  Json out = Json::array();
  for (const Drift& one : drifts)
    out.push_back({{"form", one.form},
                   {"batch", one.batch},
                   {"figure", to_string(one.figure)},
                   {"before", one.before},
                   {"now", one.now},
                   {"documents_before", one.documents_before},
                   {"documents", one.documents},
                   {"by_chance", one.by_chance}});
  return out;
}

/// The sample as it is now, with the looks that were taken at it.
Audit audit_of(const OutFolder& out, const std::vector<Record>& records) {
  Audit audit = draw_audit(audit_plan(out), records);
  if (const auto before = read_audit(out)) audit.looks = before->looks;
  return audit;
}

}  // namespace

RunContents read_run(const OutFolder& out) {
  RunContents run;
  run.ledger = read_ledger(out);
  run.records = read_records(out, run.ledger);
  run.summary = summarise(out, run.ledger, run.records);
  run.decisions = read_decisions(out);
  run.summary.set_aside = set_aside(run.ledger, run.decisions);
  return run;
}

std::string to_json(const Summary& s) {
  const Balance& p = s.pages;
  return Json{{"schema", "carescan/summary/1"},
              {"pages",
               {{"in", p.in},
                {"in_document", p.in_document},
                {"blank", p.blank},
                {"separator", p.separator},
                {"duplicate", p.duplicate},
                {"quarantined", p.quarantined},
                {"failed", p.failed}}},
              {"set_aside", s.set_aside},
              {"balances", s.balances()},
              {"documents",
               {{"total", s.documents},
                {"with_questions", s.documents_with_questions},
                {"invalid_bundles", s.invalid_bundles}}},
              {"files",
               {{"total", s.sources},
                {"failed", s.failed_sources},
                {"duplicates", s.copies},
                {"unfinished", s.unfinished_sources}}},
              {"fields", {{"accepted", s.fields.accepted}, {"asked", s.fields.asked}, {"reviewed", s.fields.reviewed}}},
              {"drift", drift_json(s.drift)}}
             .dump(2) +
         "\n";
}

Summary merge(const OutFolder& out) {
  const RunContents run = read_run(out);  // throws where OUT is no run, before anything is written there
  create(out);
  write_file(out, out.people(), people_json(run.records, run.decisions));
  write_file(out, out.csv(), records::to_csv(run.records));
  write_file(out, out.audit(), to_json(audit_of(out, run.records)));
  write_file(out, out.summary(), to_json(run.summary));
  write_file(out, out.report(), report_html(out, run));
  wipe_staging(out);
  return run.summary;
}

}  // namespace carescan::batch

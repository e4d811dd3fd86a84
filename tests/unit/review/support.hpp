#pragma once

#include <nlohmann/json.hpp>

#include "pipeline/batch/commit_document.hpp"
#include "pipeline/batch/ledger.hpp"
#include "pipeline/records/identity.hpp"
#include "pipeline/records/record_json.hpp"
#include "pipeline/review/desk.hpp"
#include "tests/support/run.hpp"
#include "tests/unit/records/support.hpp"

/// A run as `read` leaves it, of made-up people, without any scan.
namespace carescan::test {

inline FormTemplate review_form() {
  std::vector<Field> fields{field("surname", FieldKind::text),    field("born", FieldKind::date),
                            field("signed_on", FieldKind::date),  field("nhs_number", FieldKind::nhs_number),
                            field("smokes", FieldKind::checkbox), field("mobility", FieldKind::choice)};
  fields[3].critical = true;
  fields[5].options = {{"alone", "Walks alone", {1, 1, 4, 4}}, {"aid", "Walks with an aid", {9, 1, 4, 4}}};
  FormTemplate of = form(std::move(fields), {{"order", {"born", "signed_on"}, "born before signed", {}}});
  of.sha256 = std::string(64, 'f');
  return of;
}

/// All but the surname would be believed.
inline std::vector<Reading> review_readings() {
  Reading surname = reading("surname", std::string("ARDEN"), 0.5);
  surname.alternatives = {{std::string("ARDEN"), "ARDEN", 0.5}, {std::string("HARDEN"), "HARDEN", 0.3}};
  return {surname,
          reading("born", std::string("1938-02-28")),
          reading("signed_on", std::string("2025-03-01")),
          reading("nhs_number", std::string("9990000018")),
          reading("smokes", true),
          reading("mobility", std::string("aid"))};
}

/// One document a call, each of a source of its own; returns its id.
inline std::string put_document(const batch::OutFolder& out, const FormTemplate& of, std::vector<Reading> readings,
                                int number) {
  batch::create(out);
  const std::string sha256 = records::sha256_hex("scan " + std::to_string(number));
  RecordPage first = page(1);
  first.source = {"scan-" + std::to_string(number) + ".pdf", sha256, 1};
  const batch::KeptReading kept{
      .id = records::uuid_v5(sha256),
      .form = of.id,
      .version = of.version,
      .template_sha256 = of.sha256,
      .pages = {first},
      .pictures = {{1, records::sha256_hex("a picture")}},
      .readings = std::move(readings),
      .issues = {},
      .scans = {{first.source.file, sha256, records::sha1_base64(sha256), "application/pdf", 100}},
      .policy = accept_all(),
      .bundle = {.kind = fhir::BundleKind::transaction,
                 .provider = {},
                 .recorded = "2026-01-02T03:04:05Z",
                 .tool_version = "0.1.0"}};
  fs::create_directories(out.document(kept.id) / "pages");
  const std::string reading = batch::to_json(kept);
  batch::write_file(out, out.document(kept.id) / "pages" / "1.jpg", "a picture");
  batch::write_file(out, out.document(kept.id) / "reading.json", reading);
  batch::replace_files(out, kept.id, batch::document_files(kept, of, {}));
  batch::LedgerEntry entry;
  entry.sha256 = sha256;
  entry.name = first.source.file;
  entry.first_seen = kept.bundle.recorded;
  entry.templates = {{of.id + " " + of.version, of.sha256}};
  entry.readings = {{kept.id, records::sha256_hex(reading)}};
  entry.pages = {{1, batch::PageState::in_document, "", kept.id, of.id, 1, ""}};
  batch::write_file(out, out.ledger(sha256), batch::to_json(entry));
  return kept.id;
}

/// A clock that a test turns.
struct Clock {
  double seconds = 0;
  int instants = 0;
};

inline review::Desk::Options desk_options(Clock& clock) {
  return {.now = [&clock] { return "2026-11-23T09:00:" + std::to_string(10 + clock.instants++ % 50) + "Z"; },
          .seconds = [&clock] { return clock.seconds; },
          .lease_seconds = 120,
          .merge_after_seconds = 0.05,
          .merge = {},
          .failed = {}};
}

/// Waits until every document has been counted.
inline review::Work counted(review::Desk& desk, const std::string& reviewer = "Ann") {
  review::Work work = desk.work(reviewer);
  while (work.indexing) work = desk.work(reviewer);
  return work;
}

inline Record record_on_disk(const batch::OutFolder& out, const std::string& id) {
  return records::record_from_json(read_all(out.document(id) / "record.json"), id);
}

/// Every file below OUT but the log, locks and what is made anew with each run, by name.
inline std::map<std::string, std::string> document_bytes(const batch::OutFolder& out) {
  std::map<std::string, std::string> bytes;
  for (const auto& file : fs::recursive_directory_iterator(out.documents()))
    if (file.is_regular_file() && file.path().filename() != "corrections.jsonl")
      bytes[fs::relative(file.path(), out.root).string()] = read_all(file.path());
  for (const fs::path& file : {out.csv(), out.people()}) bytes[file.filename().string()] = read_all(file);
  return bytes;
}

}  // namespace carescan::test

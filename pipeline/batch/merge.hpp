#pragma once

#include <string>
#include <vector>

#include "pipeline/batch/decisions.hpp"
#include "pipeline/batch/drift.hpp"
#include "pipeline/batch/ledger.hpp"
#include "pipeline/batch/out_folder.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::batch {

/// Fields of a run, counted.
struct FieldCount {
  long accepted = 0, asked = 0, reviewed = 0;
};

/// A run as summary.json tells it.
struct Summary {
  Balance pages;
  long sources = 0, failed_sources = 0, unfinished_sources = 0, copies = 0;
  long documents = 0, documents_with_questions = 0, invalid_bundles = 0;
  FieldCount fields;
  long set_aside = 0;        ///< quarantined pages of which a person said that nobody needs them read
  std::vector<Drift> drift;  ///< forms of which a batch is unlike those before it

  /// Pages add up and no source was begun and not finished.
  bool balances() const { return pages.balances() && unfinished_sources == 0; }
  /// A person is needed: a field asked, a page quarantined and not set aside, a bundle refused.
  bool needs_person() const { return fields.asked > 0 || pages.quarantined > set_aside || invalid_bundles > 0; }
};

/// Everything of a run, read back from disk.
struct RunContents {
  std::vector<LedgerEntry> ledger;
  std::vector<Record> records;  ///< in the ledger's order
  Summary summary;
  OutDecisions decisions;  ///< what persons said of pages and people
};

/// Reads ledger and documents. Throws Failure "out-missing", "ledger-invalid", "record-invalid".
RunContents read_run(const OutFolder&);

/// `{"pages":{…},"balances":…,"documents":{…},"files":{…},"fields":{…},"drift":[…]}`: summary.json and `status --json`.
std::string to_json(const Summary&);

/// Makes what spans documents from the ledger and the documents alone: people.json, records.csv, summary.json and
/// report.html. The same run gives the same bytes.
Summary merge(const OutFolder&);

}  // namespace carescan::batch

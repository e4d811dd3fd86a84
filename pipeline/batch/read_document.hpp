#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/ledger.hpp"
#include "pipeline/batch/out_folder.hpp"
#include "pipeline/fhir/bundle.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/reading/read_fields.hpp"
#include "pipeline/records/policy.hpp"

namespace carescan::batch {

/// A source to read, and what is known of it before it is opened.
struct Job {
  intake::Source source;
  std::string sha256;
  std::vector<std::string> copies;  ///< other sources with the same bytes
  std::string first_seen;           ///< FHIR instant
  std::map<int, std::string>
      lost;  ///< pages that took a worker down before, with the failure code: not tried again; 0: the whole source
};

/// What a run reads with. Read-only while it runs.
struct Desk {
  OutFolder out;
  Catalogue catalogue;
  records::Policy policy;
  intake::IntakeOptions intake;
  fhir::BundleOptions bundle;   ///< `recorded` is set per source
  std::string made_by;          ///< LedgerEntry::made_by
  std::filesystem::path trace;  ///< folder for debug pictures, empty: none
};

/// What came out of one source.
struct SourceTally {
  LedgerEntry entry;
  long accepted = 0, asked = 0;  ///< fields
  long invalid_bundles = 0;
};

using PageDone = std::function<void(int page, int of)>;

/// One source, all the way: its pages are read, put together to documents, committed, and at last its ledger entry is
/// written. A page that fails costs itself, a source that cannot be opened one failed page.
SourceTally read_document(const Job&, const Desk&, reading::Engines&, const PageDone&);

}  // namespace carescan::batch

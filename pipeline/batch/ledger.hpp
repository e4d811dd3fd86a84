#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/batch/out_folder.hpp"

namespace carescan::batch {

/// Where a page ends: every page of every file in exactly one of these.
enum class PageState { in_document, blank, separator, duplicate, quarantined, failed };

std::string_view to_string(PageState);

/// One page of a source.
struct LedgerPage {
  int page = 1;  ///< of the source, from 1
  PageState state = PageState::failed;
  std::string why;         ///< failure or quarantine code; empty where all is well
  std::string document;    ///< document id, for in_document
  std::string form;        ///< form id, for in_document
  int form_page = 0;       ///< template page, for in_document
  std::string message;     ///< for people; never a value read from a form
  std::string named = {};  ///< what a person had said it is when it was read (PageDecision::named); empty: nothing
};

/// ledger/<sha256>.json: what became of one source. Written last, after its documents: if it is there, all it names is.
struct LedgerEntry {
  std::string sha256;
  std::string name;                              ///< source name relative to the folder read
  std::vector<std::string> copies;               ///< names of other sources with the same bytes
  std::string first_seen;                        ///< FHIR instant of <sha256>.seen.json
  std::string made_by;                           ///< SHA-256 over tool, engines and policy
  std::string catalogue;                         ///< SHA-256 over all templates there were
  std::map<std::string, std::string> templates;  ///< "form version" → SHA-256 of those its documents use
  bool opened = true;                            ///< false: counts as one failed page
  std::vector<LedgerPage> pages;
  std::map<std::string, std::string> readings = {};  ///< document id → SHA-256 of its reading.json
  std::string place = {};  ///< opened is false: place_id of its file; another folder may have a file of that name

  /// Document ids in the order of their first page, each once.
  std::vector<std::string> documents() const;
};

/// Where a file lies, as a SHA-256; also stands in for the content hash of a file whose content nobody can read.
std::string place_id(const std::filesystem::path& file);

std::string to_json(const LedgerEntry&);
/// Throws Failure "ledger-invalid".
LedgerEntry ledger_from_json(const std::string& json, const std::string& file);

/// What the ledger holds of a source: nothing where there is no entry, or one that cannot be read (its source is then
/// read afresh).
std::optional<LedgerEntry> find_entry(const OutFolder&, const std::string& sha256);

/// True for failures that another try may not meet: the reader was stopped, a file was locked, unfinished or away.
bool is_passing(const std::string& why);

/// All entries of OUT, sorted by source name. Throws Failure "ledger-invalid", "out-missing".
std::vector<LedgerEntry> read_ledger(const OutFolder&);

/// Pages by state over all entries; copies of a source count as duplicates, page by page.
struct Balance {
  long in = 0, in_document = 0, blank = 0, separator = 0, duplicate = 0, quarantined = 0, failed = 0;
  bool balances() const { return in == in_document + blank + separator + duplicate + quarantined + failed; }
};

/// Counted from the ledger and from OUT, not from memory: a page counts as in_document only where its document is
/// really there, so a lost folder makes the sum fail.
Balance balance(const OutFolder&, const std::vector<LedgerEntry>&);

}  // namespace carescan::batch

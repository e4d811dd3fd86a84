#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/fhir/push.hpp"
#include "pipeline/fhir/transaction.hpp"

namespace carescan::batch {

/// One resource of a document on a server.
struct KeptEntry {
  std::string full_url, sha256;  ///< of what was sent (fhir::TransactionEntry)
  bool of_document = false;      ///< no other document has it
  bool written = false;          ///< the server's version is one that carescan wrote, not somebody's after it
  fhir::EntryReceipt server = {};
};

/// What one server has of a document: OUT/receipts/<doc-id>.json.
struct Receipt {
  std::string server, bundle_sha256;
  std::vector<KeptEntry> entries = {};    ///< of the bundle, in its order
  std::vector<KeptEntry> withdrawn = {};  ///< earlier bundles had them; now they say that they were a mistake
  std::vector<KeptEntry> left = {};       ///< earlier bundles had them, and they could not be withdrawn
};

/// The receipt of a document from this server. One that is not there or cannot be read has only the server: sending
/// again is safe.
Receipt read_receipt(const OutFolder&, const std::string& document, const std::string& server);

/// Writes it with the moment `pushed`. What other servers gave for the document stays beside it.
void write_receipt(const OutFolder&, const std::string& document, const Receipt&, const std::string& pushed);

/// What the server made of the first `sent.size()` entries. A version is carescan's own where the resource is new or
/// was put there, where `earlier` says so, or where it is the first of what only this document names.
std::vector<KeptEntry> kept_entries(const std::vector<fhir::TransactionEntry>& sent,
                                    const std::vector<fhir::EntryReceipt>&, const Receipt& earlier);

/// What earlier bundles brought that only this document names, and its bundle of now does not have: to be withdrawn.
std::vector<KeptEntry> no_longer_said(const Receipt& earlier, const std::vector<fhir::TransactionEntry>& now);

/// What was withdrawn earlier and has not come back.
std::vector<KeptEntry> still_withdrawn(const Receipt& earlier, const std::vector<fhir::TransactionEntry>& now);

/// The fullUrls of what an earlier bundle brought with other content, or that was withdrawn: a conditional create would
/// leave it as it was.
std::set<std::string> changed_since(const Receipt& earlier, const std::vector<fhir::TransactionEntry>& now);

}  // namespace carescan::batch

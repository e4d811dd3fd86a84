#pragma once

#include <filesystem>
#include <iosfwd>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/fhir/push.hpp"

namespace carescan::batch {

struct PushOptions {
  std::string base_url;
  std::filesystem::path token_file;  ///< read anew for each document, so that it may be renewed; empty: no token
  bool unreviewed = false;           ///< also what no person has looked at or has yet to answer
  bool dry_run = false;              ///< say what would be sent, send nothing
  fhir::Patience patience = {};
};

/// What a push did with the documents of a run.
struct PushCount {
  long sent = 0;       ///< taken by the server now (with dry_run: would be sent)
  long already = 0;    ///< a receipt says that this server has these bytes
  long held_back = 0;  ///< nobody has looked, or questions are open
  long rescans = 0;    ///< look like scans of one paper, or bear one NHS number by mistake: until a person has decided
  long not_valid = 0;  ///< the bundle did not pass validation, or is no transaction
  long failed = 0;     ///< the server did not take it
  long withdrawn = 0;  ///< resources: earlier bundles brought them, corrected ones do not (with dry_run: at most)
  long left = 0;       ///< resources that should be withdrawn, and could not: a note says why
};

/// Posts every document of a run that is ready to a FHIR server, in the ledger's order, and keeps a receipt of each in
/// OUT/receipts/<doc-id>.json: the server's ids and versions, and the SHA-256 of what was sent. What has a receipt for
/// the same server and bytes is not sent again, so a push that was stopped goes on. What an earlier bundle brought and
/// a corrected one does not is withdrawn in the same transaction (fhir/withdraw.hpp), unless somebody has changed it on
/// the server since. Ready is a document in which no question is open and that a person has looked at; `unreviewed`
/// takes the others, too. Documents that a person has to put with others or apart first (held_for_people) are never
/// sent. `notes` gets a line for each document that was not taken and each resource that could not be withdrawn. Throws
/// Failure "push-url-invalid", "push-insecure", "token-unreadable", "out-missing".
PushCount push(const OutFolder&, const PushOptions&, std::ostream& notes);

}  // namespace carescan::batch

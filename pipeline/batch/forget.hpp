#pragma once

#include <string>

#include "pipeline/batch/out_folder.hpp"

namespace carescan::batch {

/// What is left of a document that was removed.
struct Forgotten {
  long files = 0;          ///< removed
  long decisions = 0;      ///< of reviewers, of which only number and hashes are kept
  bool on_server = false;  ///< a receipt says that it was pushed: it is still there
};

/// Removes a document (record, reading, bundle, pictures, corrections) and keeps OUT/forgotten/<id>.json: that it was
/// there, when it was removed, which pages of which scan it was, the SHA-256 of every file removed, and number and
/// hashes of its decisions, so that the chain of all others still holds. Nothing of what was written on the paper is
/// kept. Its pages stay in the balance as in a document, and no later reading of the same scan makes it again.
/// `at`: FHIR instant. The proof is written first: a kill in between leaves both, and the same command finishes.
/// Throws Failure "document-unknown", "out-missing", "out-unwritable".
Forgotten forget_document(const OutFolder&, const std::string& id, const std::string& at);

/// Whether a document was removed on purpose.
bool is_forgotten(const OutFolder&, const std::string& id);

}  // namespace carescan::batch

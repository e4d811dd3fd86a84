#pragma once

#include <string>

namespace carescan {

/// "This file cannot be read": thrown anywhere below, caught in one place (the worker's loop), becomes a page
/// state `failed` in the ledger and one line on stderr. `code` never changes once released and has its entry in
/// docs/errors.md; the other parts are prose and never hold a value read from a form.
struct Failure {
  std::string code;  ///< kebab-case, e.g. "pdf-encrypted"
  std::string path;  ///< the file or option concerned
  std::string why;   ///< what was seen
  std::string hint;  ///< what to do next; may be empty
};

}  // namespace carescan

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "pipeline/batch/receipt.hpp"

namespace carescan::batch {

/// What could not be withdrawn, and why; in words that hold nothing of the resource.
struct Left {
  KeptEntry entry;
  std::string why;
};

/// What a server has of a document that the document no longer says, after a look at each.
struct Leftovers {
  std::vector<KeptEntry> asked;               ///< to be withdrawn now, by…
  std::vector<fhir::Withdrawal> withdrawals;  ///< …these, in the same order
  std::vector<KeptEntry> withdrawn;           ///< say already that they were a mistake
  std::vector<Left> left;                     ///< stay as they are, for a person to decide
};

/// Asks the server for each of `due`. To be withdrawn is what still has the version that carescan wrote; what was
/// deleted there is forgotten. `now`: the bundle's entries; its Patient stands in for one that is withdrawn.
Leftovers look_at(const std::vector<KeptEntry>& due, const std::vector<fhir::TransactionEntry>& now, fhir::FhirServer&,
                  const std::function<std::string()>& token);

}  // namespace carescan::batch

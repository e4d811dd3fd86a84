#pragma once

#include <string>
#include <vector>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/model/form_template.hpp"

namespace carescan::review {

/// Something in a run that is not as carescan left it.
struct Breach {
  std::string file;  ///< relative to OUT
  std::string why;
};

struct Verified {
  long decisions = 0;      ///< lines in the chain
  std::string head;        ///< hash of the last; empty where there is none
  bool head_found = true;  ///< the head asked for is one of the chain's
  long documents = 0;      ///< checked in full
  long without_form = 0;   ///< not checked in full: their form is not at hand in their version
  std::vector<Breach> breaches;

  bool holds() const { return breaches.empty() && head_found; }
};

/// Checks a run against itself: the chain of decisions; each reading.json against the ledger, each picture against its
/// reading; and record, bundle and outcome of each document against what reading, form and corrections give, to the
/// byte. `head`, where not empty, is the hash of a line that was kept elsewhere. Somebody who can write in OUT and
/// knows how can make all of it agree again: only such a head is proof. Throws Failure "out-missing", "ledger-invalid".
Verified verify(const batch::OutFolder&, const std::vector<FormTemplate>& forms, const std::string& head);

}  // namespace carescan::review

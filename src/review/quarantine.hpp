#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/batch/decisions.hpp"
#include "src/review/office.hpp"

namespace carescan::web {

/// One page that no form claims.
struct StrayPage {
  std::string id;  ///< OutFolder::quarantine_name
  Json json;       ///< quarantine/<id>.json
  std::optional<batch::PageDecision> decision;

  /// Nobody has decided, or what was decided was tried and does not fit.
  bool waits() const;
};

/// All pages in quarantine by id. Throws Failure "decisions-invalid".
std::vector<StrayPage> stray_pages(const batch::OutFolder&);

/// How many of them wait; looks into those files only of which somebody has decided.
long waiting_pages(const batch::OutFolder&);

}  // namespace carescan::web

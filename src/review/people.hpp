#pragma once

#include <optional>
#include <vector>

#include "pipeline/batch/people.hpp"

namespace carescan::web {

/// Documents that may belong together, and what a person said.
struct PeopleQuestion {
  batch::Proposal proposal;
  std::optional<batch::PeopleDecision> decision;
};

/// What people.json proposes, as merge last made it, with the decisions of this moment; none where there is no
/// people.json yet. Throws Failure "people-invalid", "decisions-invalid".
std::vector<PeopleQuestion> people_questions(const batch::OutFolder&);

}  // namespace carescan::web

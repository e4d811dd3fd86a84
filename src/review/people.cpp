#include "src/review/people.hpp"

namespace carescan::web {

std::vector<PeopleQuestion> people_questions(const batch::OutFolder& out) {
  std::vector<PeopleQuestion> questions;
  if (!std::filesystem::exists(out.people())) return questions;
  const batch::OutDecisions decisions = batch::read_decisions(out);
  for (const batch::Proposal& proposal : batch::proposals_of(batch::read_file(out.people()), out.people().string())) {
    PeopleQuestion question{proposal, std::nullopt};
    if (const auto found = decisions.people.find(proposal.id()); found != decisions.people.end())
      question.decision = found->second;
    questions.push_back(std::move(question));
  }
  return questions;
}

}  // namespace carescan::web

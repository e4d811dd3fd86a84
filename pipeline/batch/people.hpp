#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/batch/decisions.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::batch {

/// The record's NHS number where it is valid and accepted or reviewed, else empty.
std::string trusted_number(const Record&);

/// Documents of which a person is to say whether they belong together.
struct Proposal {
  enum class Kind {
    person,  ///< they bear the same NHS number: papers of one person?
    rescan   ///< they look like scans of one paper (rescans.hpp): which one counts?
  };
  Kind kind = Kind::person;
  std::vector<std::string> documents;
  std::string number = {};  ///< person: the NHS number

  /// UUID v5 of kind and documents: with another document it is another question.
  std::string id() const;
};

/// All proposals: re-scans first.
std::vector<Proposal> proposals(const std::vector<Record>&);

/// people.json: documents that carry the same NHS number, where that number is valid and accepted or reviewed, with
/// what a person decided. This proposes; whether two documents are of one person is decided in review. All other
/// documents are listed as unassigned, never guessed. `rescans` are documents that look like scans of one paper and of
/// which nobody has said which one counts.
std::string people_json(const std::vector<Record>&, const OutDecisions& = {});

/// The proposals that people.json holds. Throws Failure "people-invalid".
std::vector<Proposal> proposals_of(const std::string& people_json, const std::string& file);

/// Documents that must not be sent to a server: scans of one paper until somebody has said which counts, then the
/// others of them for good; and papers of which somebody said that they are of different people although they bear one
/// NHS number, until one of the numbers is corrected.
std::set<std::string> held_for_people(const std::vector<Record>&, const OutDecisions&);

}  // namespace carescan::batch

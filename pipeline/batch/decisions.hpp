#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/batch/out_folder.hpp"

namespace carescan::batch {

/// What a person said of a page in quarantine.
struct PageDecision {
  bool set_aside = false;  ///< it is no form that anybody needs read
  std::string form = {}, version = {};
  int page = 0;      ///< template page, where it is not set aside
  int turn_deg = 0;  ///< clockwise turn at which it is read by eye; the printing tells the reader itself
  std::string by = {}, at = {};

  /// What a reading depends on, "care-plan 2.0 p3"; empty for a page set aside. The ledger keeps it.
  std::string named() const;
};

/// What a person said of documents that may be of one person, or scans of one paper.
struct PeopleDecision {
  bool same = false;
  std::string keep = {};  ///< scans of one paper: the document that counts
  std::string by = {}, at = {};
};

/// The decisions of OUT/decisions.jsonl that stand: the last of each page and proposal, those taken back left out.
struct OutDecisions {
  std::map<std::string, PageDecision> pages;     ///< by OutFolder::quarantine_name
  std::map<std::string, PeopleDecision> people;  ///< by Proposal::id (people.hpp)

  /// PageDecision::named of a page, empty where nobody named it.
  std::string named(const std::string& quarantine_name) const;
};

/// Reads decisions.jsonl; a file that is not there holds none. A last line without its end was never acknowledged and
/// is left out. Throws Failure "decisions-invalid".
OutDecisions read_decisions(const OutFolder&);

/// What is hung on the chain for a decision about a page ("reopen" where there is none) or about people.
std::string page_line(const std::string& quarantine_name, const PageDecision*, const std::string& by,
                      const std::string& at);
std::string people_line(const std::string& proposal, const std::vector<std::string>& documents, const PeopleDecision*,
                        const std::string& by, const std::string& at);

}  // namespace carescan::batch

#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/batch/corrections.hpp"
#include "pipeline/review/desk.hpp"

namespace carescan::review {

/// Who has said what in this run, in the order of the chain: for undo, and for the figures that reviewers see.
class Reviewers {
 public:
  struct Said {
    long number = 0;
    std::size_t document = 0;
    std::string field;
  };

  /// Takes a line of a document into account, in any order; an undo forgets the line that it takes back.
  void remember(std::size_t document, const batch::Correction&);

  /// The reviewer's last line that was not taken back.
  std::optional<Said> last(const std::string& reviewer) const;

  /// Forgets that line: somebody has said something else of its field since.
  void pass_over(const std::string& reviewer, long number);

  /// Fills in what is the reviewer's own and what was typed blind.
  void add_to(Progress&, const std::string& reviewer) const;

 private:
  struct Reviewer {
    std::vector<Said> said;
    std::vector<double> seconds;
  };
  std::map<std::string, Reviewer> reviewers_;
  long rekeyed_ = 0, rekey_agreed_ = 0, audited_ = 0, audit_agreed_ = 0;
};

}  // namespace carescan::review

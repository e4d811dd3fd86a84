#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/unit/review/support.hpp"

/// A desk over a run of made-up documents, and what reviewers do at it.
namespace carescan::test {

/// A run of some documents, in each of which the surname (doubtful) and the NHS number (critical) wait.
struct DeskRun {
  explicit DeskRun(int documents) {
    for (int i = 0; i < documents; ++i) ids.push_back(put_document(out, form, review_readings(), i));
  }
  Folder folder;
  batch::OutFolder out{folder.path() / "out"};
  FormTemplate form = review_form();
  std::vector<std::string> ids;
  Clock clock;

  std::unique_ptr<review::Desk> desk() {
    auto open = std::make_unique<review::Desk>(out, std::vector{form}, desk_options(clock));
    counted(*open);
    return open;
  }
};

inline const std::string surnames = "test-form/1.0/surname", numbers = "test-form/1.0/nhs_number";

inline review::Answer answer(const review::Item& item, review::Action action, const std::string& text = "") {
  return {item.document, item.field.name, item.version, action, text, 1.5};
}

inline review::Outcome decide(review::Desk& desk, const std::string& who, const review::Answer& one) {
  return desk.decide(who, {one}).at(0).outcome;
}

}  // namespace carescan::test

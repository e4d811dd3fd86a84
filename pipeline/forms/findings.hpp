#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pipeline/forms/lint.hpp"
#include "pipeline/model/form_template.hpp"

namespace carescan::forms {

/// Collects what the checks of one form find.
class Findings {
 public:
  explicit Findings(const FormTemplate& form) : form_(form), file_((form.folder / "form.json").string()) {}

  const FormTemplate& form() const { return form_; }
  void error(std::string id, std::string pointer, std::string message) {
    add(std::move(id), Severity::error, std::move(pointer), std::move(message));
  }
  void warning(std::string id, std::string pointer, std::string message) {
    add(std::move(id), Severity::warning, std::move(pointer), std::move(message));
  }
  std::vector<Finding> take() { return std::move(found_); }

 private:
  void add(std::string id, Severity severity, std::string pointer, std::string message) {
    found_.push_back({std::move(id), severity, file_, std::move(pointer), std::move(message)});
  }

  const FormTemplate& form_;
  std::string file_;
  std::vector<Finding> found_;
};

/// Rules of fields and of the form: known by name, with what they need, about fields that are there.
void check_rules(Findings&);

}  // namespace carescan::forms

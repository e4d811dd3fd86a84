#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/forms/lint.hpp"
#include "pipeline/model/form_template.hpp"

namespace carescan::forms {

/// Collects what the checks of one form find.
class Findings {
 public:
  explicit Findings(const FormTemplate& form);

  const FormTemplate& form() const { return form_; }
  void error(std::string id, std::string pointer, std::string message) {
    add(std::move(id), Severity::error, std::move(pointer), std::move(message));
  }
  void warning(std::string id, std::string pointer, std::string message) {
    add(std::move(id), Severity::warning, std::move(pointer), std::move(message));
  }
  /// JSON pointer to what describes field number `field`: "/fields/3", of a table's cell "/fields/3/columns/1".
  const std::string& place(std::size_t field) const { return places_[field]; }
  /// JSON pointer to a table.
  const std::string& place(const Table& table) const { return table_places_.at(table.name); }
  std::vector<Finding> take() { return std::move(found_); }

 private:
  void add(std::string id, Severity severity, std::string pointer, std::string message);

  const FormTemplate& form_;
  std::string file_;
  std::vector<std::string> places_;
  std::map<std::string, std::string> table_places_;
  std::vector<Finding> found_;
};

/// Rules of fields and of the form: known by name, with what they need, about fields that are there.
void check_rules(Findings&);

/// Tables: columns and rows that are there, named once, inside the table and apart from each other.
void check_tables(Findings&);

}  // namespace carescan::forms

#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/forms/lint.hpp"
#include "pipeline/forms/printing.hpp"
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

/// A form rule that names its fields by what they are (bmi, must, news2): roles that the rule has, all that it needs,
/// at fields that can be that. Other rules have a plain list.
void check_roles(Findings&, const FormRule&, const std::string& pointer);

/// What is drawn instead of written, against the printing: a word where one is ringed and room round it, an outline
/// where marks are drawn.
void check_drawn(Findings&, const Printing&, const Field&, std::size_t at);

/// Whether a field's values are numbers: a number, a scale, or a choice all of whose codes are numbers.
bool counts(const Field&);

}  // namespace carescan::forms

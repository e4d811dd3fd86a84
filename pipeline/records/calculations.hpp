#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/reading.hpp"

namespace carescan::records {

/// A field that a calculation counts with, and what its ticks and words count; numbers and codes that are numbers count
/// themselves.
struct Term {
  std::string field;
  double ticked = 1, unticked = 0;
  std::map<std::string, double> words = {};  ///< codes that are no numbers, e.g. "air" 0
};

/// What a person works out on paper, as a form rule describes it: `result` is `formula` of the terms, in their order.
struct Calculation {
  std::vector<Term> terms;
  std::string result;
  std::function<double(const std::vector<double>&)> formula;
  double tolerance = 1e-6;  ///< how far the written result may be off: people round up, down and not at all
};

/// The form's rules, those about `[*]` once for each row of their table.
std::vector<FormRule> rules_by_row(const FormTemplate&);

/// The calculations of a rule: one of "sum", "bmi" and "news2", up to three of "must", none of others. The rule names
/// no `[*]` any more (rules_by_row) and is sound (forms::unsound).
std::vector<Calculation> calculations(const FormTemplate&, const FormRule&);

/// What a value counts as a term; nullopt where it does not count: writing, a word the term does not know, nothing.
std::optional<double> quantity(const Term&, const Value&);

/// The number that a value is: a number, or the code of a scale.
std::optional<double> number_of(const Value&);

}  // namespace carescan::records

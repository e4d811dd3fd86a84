#include "pipeline/rehearsal/work_out.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "pipeline/records/calculations.hpp"
#include "pipeline/rehearsal/fill.hpp"

namespace carescan::rehearsal {
namespace {

/// How often somebody miscalculates.
constexpr double miscounted = 0.04;

/// What a wish says once it is on paper.
Value meant(const Field& field, const Wish& wish) {
  if (field.kind == FieldKind::checkbox) return wish.marked;
  if (wish.codes.size() == 1) return wish.codes.front();
  return wish.text.empty() ? Value{} : value_of(field, wish.text);
}

std::optional<double> outcome(const FormTemplate& form, const records::Calculation& calculation,
                              std::map<std::string, Wish>& wishes) {
  std::vector<double> numbers;
  for (const records::Term& term : calculation.terms) {
    const Field* field = form.find(term.field);
    const auto number = field ? records::quantity(term, meant(*field, wishes[term.field])) : std::nullopt;
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return calculation.formula(numbers);
}

/// How a result is given: the option with that code, or digits, as far as there are cells for them.
Wish given(const Field& field, double result) {
  if (!field.options.empty()) {
    const auto code = fmt::format("{}", std::lround(result));
    const bool offered = std::ranges::any_of(field.options, [&](const Option& o) { return o.code == code; });
    return offered ? Wish{.codes = {code}} : Wish{};
  }
  const bool whole = std::abs(result - std::round(result)) < 1e-9;
  const int places = !field.cells.empty() ? field.decimals : whole ? 0 : 1;
  std::string text = fmt::format("{:.{}f}", result, places);
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return c != '.'; }));
  return field.cells.empty() || digits <= field.cells.size() ? Wish{.text = std::move(text)} : Wish{};
}

}  // namespace

void work_out(const FormTemplate& form, std::map<std::string, Wish>& wishes, const Chance& chance) {
  for (const FormRule& rule : records::rules_by_row(form))
    for (const records::Calculation& calculation : records::calculations(form, rule)) {
      const Field* field = form.find(calculation.result);
      if (!field) continue;
      Chance own = chance.fork("result " + calculation.result);
      const auto result = outcome(form, calculation, wishes);
      const double slip = own.happens(miscounted) ? 1 : 0;
      wishes[field->name] = result && !wishes[field->name].empty() ? given(*field, *result + slip) : Wish{};
    }
}

}  // namespace carescan::rehearsal

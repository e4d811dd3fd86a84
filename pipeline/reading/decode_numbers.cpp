#include <cmath>

#include "pipeline/reading/decode_laws.hpp"

namespace carescan::reading {
namespace {

const std::string digit = "0123456789", empty = " ";

/// `first` empty cells, `written` cells with any digit, `last` empty cells.
std::vector<std::string> digits_between(std::size_t first, std::size_t written, std::size_t last) {
  std::vector<std::string> cells(first, empty);
  cells.insert(cells.end(), written, digit);
  cells.insert(cells.end(), last, empty);
  return cells;
}

/// Whole numbers of every length, to the right as the form asks or, seldom, to the left; decimals all or none.
std::vector<Pattern> number_patterns(std::size_t cells, std::size_t decimals) {
  std::vector<Pattern> out;
  const std::size_t whole = cells - decimals;
  for (std::size_t written = 1; written <= whole; ++written)
    for (const bool right : {true, false})
      for (const bool with_decimals : {true, false}) {
        if ((decimals == 0 && !with_decimals) || (written == whole && !right)) continue;
        const std::size_t room = whole - written;
        Pattern pattern{(right ? 0.97 : 0.03) * (with_decimals ? 0.9 : 0.1) / static_cast<double>(whole),
                        digits_between(right ? room : 0, written, right ? 0 : room)};
        pattern.cells.insert(pattern.cells.end(), decimals, with_decimals ? digit : empty);
        out.push_back(std::move(pattern));
      }
  return out;
}

struct Range {
  long first = 0, last = -1;  ///< in units of the last decimal
};

/// The numbers that the field's rules expect, where they are few enough to be gone through one by one.
Range expected(const Field& field) {
  constexpr double most = 20000;
  const double unit = std::pow(10.0, field.decimals);
  for (const FieldRule& rule : field.rules)
    if (rule.rule == "range" && rule.min && rule.max && *rule.min >= 0 && (*rule.max - *rule.min) * unit < most)
      return {std::lround(*rule.min * unit), std::lround(*rule.max * unit)};
  return {};
}

Evidence by_range(const Likelihoods& cells, Range range, std::size_t decimals) {
  Evidence out;
  const double prior = 1 / static_cast<double>(range.last - range.first + 1);
  for (long number = range.first; number <= range.last; ++number) {
    std::string text = std::to_string(number);
    if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
    if (text.size() > cells.size()) break;
    text.insert(0, cells.size() - text.size(), ' ');
    Candidate candidate{std::move(text), prior};
    for (std::size_t i = 0; i < cells.size(); ++i) candidate.weight *= cells[i][candidate.cells[i]];
    out.total += candidate.weight;
    out.best.push_back(std::move(candidate));
  }
  keep_best(out.best);
  return out;
}

/// Ofcom's numbering plan in outline: 01 and 02 for places, 07 for mobiles, 03, 05, 08, 09 for services; eleven digits,
/// a few places have ten. https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/
std::vector<Pattern> phone_numbers() {
  const auto number = [](double weight, const std::string& second, std::size_t others) {
    Pattern pattern{weight, {"0", second}};
    pattern.cells.insert(pattern.cells.end(), others, digit);
    return pattern;
  };
  std::vector<Pattern> out{number(0.45, "7", 9), number(0.45, "12", 9), number(0.08, "3589", 9), number(0.01, "1", 8)};
  Pattern abroad{0.01, {"+", "4", "4", "123789"}};
  abroad.cells.insert(abroad.cells.end(), 9, digit);
  out.push_back(std::move(abroad));
  return out;
}

/// The number from the left; or with one empty cell after the code of the place, where there are cells enough.
void place(const Pattern& number, std::size_t cells, std::vector<Pattern>& out) {
  if (number.cells.size() > cells) return;
  const auto filled = [&](Pattern pattern) {
    pattern.cells.resize(cells, empty);
    out.push_back(std::move(pattern));
  };
  if (number.cells.size() == cells) return filled(number);
  Pattern whole = number;
  whole.weight *= 0.7;
  filled(whole);
  for (const std::ptrdiff_t gap : {3, 4, 5}) {
    Pattern parted = number;
    parted.weight *= 0.1;
    parted.cells.insert(parted.cells.begin() + gap, empty);
    filled(std::move(parted));
  }
}

}  // namespace

Evidence by_number(const Likelihoods& cells, const Field& field) {
  const auto decimals = static_cast<std::size_t>(field.decimals);
  if (decimals >= cells.size()) return {};
  const Evidence any = by_patterns(cells, number_patterns(cells.size(), decimals));
  const Range range = expected(field);
  return range.last < range.first ? any : mixed(by_range(cells, range, decimals), 0.8, any);
}

Evidence by_phone(const Likelihoods& cells) {
  std::vector<Pattern> patterns;
  for (const Pattern& number : phone_numbers()) place(number, cells.size(), patterns);
  return by_patterns(cells, patterns);
}

}  // namespace carescan::reading

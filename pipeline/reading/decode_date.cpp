#include <algorithm>
#include <string_view>

#include "pipeline/reading/decode_laws.hpp"

namespace carescan::reading {
namespace {

constexpr int first_year = 1900, last_year = 2099;

/// Births from 1915 and papers of our time are usual, later years and the oldest births are not. No clock is asked, so
/// that the same scan gives the same record in ten years; the weights are gentle for that reason.
double year_weight(int year) {
  return year < 1915 || year >= 2060 ? 0.1 : 1;
}

bool is_leap(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_in(int month) {
  static constexpr int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return days[month - 1];
}

std::string two(int number) {
  return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

/// The content of the cells: each part's digits go where the layout has its letter.
std::string laid_out(std::string_view layout, std::string day, std::string month, std::string year) {
  if (year.size() == 4 && layout.find("YYYY") == std::string::npos) year = year.substr(2);
  std::string cells;
  std::size_t d = 0, m = 0, y = 0;
  for (const char part : layout) cells += part == 'D' ? day[d++] : part == 'M' ? month[m++] : year[y++];
  return cells;
}

/// The likelihood of a content in the cells of one part of the layout.
double of_part(const Likelihoods& cells, std::string_view layout, const std::string& content, std::string_view parts) {
  double product = 1;
  for (std::size_t i = 0; i < layout.size(); ++i)
    if (parts.find(layout[i]) != std::string::npos) product *= cells[i][content[i]];
  return product;
}

struct Part {
  std::string day, month;
  int year = 0;
  double weight = 0;
};

bool leap_day(const Part& part) {
  return part.month == "02" && part.day == "29";
}

/// The days of a year, or its months or the year alone where the layout asks for no more.
std::vector<Part> days(const Likelihoods& cells, std::string_view layout) {
  const bool has_day = layout.find('D') != std::string::npos, has_month = layout.find('M') != std::string::npos;
  std::vector<Part> out;
  for (int month = 1; month <= (has_month ? 12 : 1); ++month)
    for (int day = 1; day <= (has_day ? days_in(month) : 1); ++day) {
      Part part{has_day ? two(day) : "", has_month ? two(month) : ""};
      part.weight = of_part(cells, layout, laid_out(layout, two(day), two(month), "0000"), "DM");
      out.push_back(std::move(part));
    }
  for (Part& part : out) part.weight /= static_cast<double>(out.size());
  std::ranges::stable_sort(out, std::ranges::greater{}, &Part::weight);
  return out;
}

std::vector<Part> years(const Likelihoods& cells, std::string_view layout) {
  std::vector<Part> out;
  double all = 0;
  for (int year = first_year; year <= last_year; ++year) {
    const double prior = year_weight(year);
    all += prior;
    const std::string digits = two(year / 100) + two(year);
    out.push_back({"", "", year, prior * of_part(cells, layout, laid_out(layout, "00", "00", digits), "Y")});
  }
  for (Part& part : out) part.weight /= all;
  return out;
}

}  // namespace

Evidence by_calendar(const Likelihoods& cells, const std::string& layout) {
  if (cells.size() != layout.size()) return {};
  Evidence out;
  const bool two_digits = layout.find("YYYY") == std::string::npos;
  const std::vector<Part> in_a_year = days(cells, layout);
  for (const Part& year : years(cells, layout)) {
    std::size_t listed = 0;
    for (const Part& day : in_a_year) {
      if (leap_day(day) && !is_leap(year.year)) continue;
      out.total += day.weight * year.weight;
      if (listed++ >= kept) continue;
      const std::string digits = two(year.year / 100) + two(year.year);
      // Two digits stand for a year of either century.
      if (Candidate day_of_year{laid_out(layout, day.day, day.month, digits), day.weight * year.weight}; two_digits)
        add_up(day_of_year, out.best);
      else
        out.best.push_back(std::move(day_of_year));
    }
  }
  keep_best(out.best);
  return out;
}

Evidence by_date_shape(const Likelihoods& cells, const std::string& layout) {
  Pattern shape{1, {}};
  char before = ' ';
  for (const char part : layout) {
    const bool first = part != before;
    shape.cells.emplace_back(first && part == 'D'                                         ? "0123"
                             : first && part == 'M'                                       ? "01"
                             : first && part == 'Y' && layout.find("YYYY") != layout.npos ? "12"
                                                                                          : "0123456789");
    before = part;
  }
  return by_patterns(cells, {shape});
}

}  // namespace carescan::reading

#include "pipeline/drafting/answer_grids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>

#include "pipeline/drafting/geometry.hpp"
#include "pipeline/drafting/marks.hpp"

namespace carescan::drafting {

namespace {

constexpr std::size_t fewest_rows = 5, fewest_columns = 2;
/// Where a gap differs this much from the row's usual one, something else begins.
constexpr double unusual_share = 0.4;
/// How far columns and distances between rows may be off.
constexpr double column_mm = 1.0, pitch_share = 0.2;
/// From a row to its number, from a column to its letter, from a grid to its title.
constexpr double number_mm = 12, letter_mm = 8, letter_aside_mm = 2.5, title_mm = 25, title_aside_mm = 12;
/// This many numbers, and this share of them, must say the same of where counting begins.
constexpr int fewest_numbers = 3;
constexpr double number_share = 0.25;

using Row = std::vector<BoxMm>;
using Grid = std::vector<Row>;

/// The parts of a row in which marks stand at the row's usual distance.
std::vector<Row> evenly_spaced(const Row& row) {
  std::vector<double> gaps;
  for (std::size_t i = 1; i < row.size(); ++i) gaps.push_back(row[i].x - row[i - 1].x);
  std::ranges::sort(gaps);
  const double usual = gaps.empty() ? 0 : gaps[gaps.size() / 2];
  std::vector<Row> parts;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i == 0 || !near(row[i].x - row[i - 1].x, usual, unusual_share * usual)) parts.emplace_back();
    parts.back().push_back(row[i]);
  }
  return parts;
}

bool same_columns(const Row& a, const Row& b) {
  return std::ranges::equal(a, b, [](const BoxMm& x, const BoxMm& y) { return near(x.x, y.x, column_mm); });
}

double distance(const Row& above, const Row& below) {
  return below.front().y - above.front().y;
}

/// The next row, or the one after next where a row between them was not found whole.
bool goes_on(const Grid& grid, const Row& row) {
  const double pitch = distance(grid.back(), row);
  if (!same_columns(grid.back(), row) || pitch <= 0) return false;
  if (grid.size() == 1) return pitch < 3 * row.front().height;
  const double usual = distance(grid[0], grid[1]);
  return near(pitch, usual, pitch_share * usual) || near(pitch, 2 * usual, pitch_share * usual);
}

/// How many rows each lies below the first; those that were not found count.
std::vector<int> places_of(const Grid& grid) {
  std::vector<int> places{0};
  for (std::size_t i = 1; i < grid.size(); ++i)
    places.push_back(places.back() +
                     static_cast<int>(std::lround(distance(grid[i - 1], grid[i]) / distance(grid[0], grid[1]))));
  return places;
}

/// From the left, so that questions come in the order of their numbers.
std::vector<Grid> grids_of(const std::vector<BoxMm>& marks) {
  std::vector<Grid> grids;
  for (const Row& whole : mark_rows(marks))
    for (const Row& row : evenly_spaced(whole)) {
      if (row.size() < fewest_columns) continue;
      const auto above = std::ranges::find_if(grids, [&](const Grid& grid) { return goes_on(grid, row); });
      if (above == grids.end())
        grids.push_back({row});
      else
        above->push_back(row);
    }
  std::erase_if(grids, [](const Grid& grid) { return grid.size() < fewest_rows; });
  std::ranges::sort(grids, {}, [](const Grid& grid) { return grid.front().front().x; });
  return grids;
}

std::optional<int> number_in(const std::string& text) {
  int number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  const bool whole = rest == end || (rest + 1 == end && (*rest == '.' || *rest == ')'));
  return error == std::errc() && whole && number >= 0 ? std::optional(number) : std::nullopt;
}

/// The number of the first row, as most of the numbers in front of the rows have it.
std::optional<int> first_number(const Grid& grid, const std::vector<int>& places, const PageText& text) {
  std::map<int, int> votes;
  for (std::size_t i = 0; i < grid.size(); ++i)
    if (const auto block = text.left_of(grid[i].front(), number_mm))
      if (const auto number = number_in(text.blocks()[*block].text)) ++votes[*number - places[i]];
  const auto most = std::ranges::max_element(votes, {}, &std::pair<const int, int>::second);
  const double needed = std::max<double>(fewest_numbers, number_share * static_cast<double>(grid.size()));
  return most != votes.end() && most->first >= 0 && most->second >= needed ? std::optional(most->first) : std::nullopt;
}

/// What stands over the columns, where that is a letter or a word for each; else A, B, C where one of them is readable
/// as such; else numbers.
std::vector<std::string> heads(const Row& top, PageText& text) {
  std::vector<std::string> said;
  bool all = true, letters = false;
  for (std::size_t i = 0; i < top.size(); ++i) {
    const auto block = text.above(top[i], letter_mm, letter_aside_mm);
    said.push_back(block ? text.use(*block).text : "");
    all = all && block.has_value();
    letters = letters || said.back() == std::string(1, static_cast<char>('A' + i));
  }
  for (std::size_t i = 0; i < said.size() && (letters || !all); ++i)
    said[i] = letters ? std::string(1, static_cast<char>('A' + i)) : std::to_string(i + 1);
  return said;
}

Field choice(const std::string& label, const Row& marks, const std::vector<std::string>& words) {
  Field field;
  field.label = label;
  field.kind = FieldKind::choice;
  field.box = hull(marks.front(), marks.back());
  field.options = options_of(marks, words);
  return field;
}

void add_questions(const Grid& grid, int first, const std::vector<int>& places, PageText& text,
                   std::vector<Field>& out) {
  const std::vector<std::string> words = heads(grid.front(), text);
  for (std::size_t i = 0; i < grid.size(); ++i)
    out.push_back(choice(fmt::format("Question {}", first + places[i]), grid[i], words));
}

/// Columns of the digits 0 to 9, under the title of the number they tell.
void add_digits(const Grid& grid, PageText& text, std::vector<Field>& out) {
  const auto block = text.above(grid.front().front(), title_mm, title_aside_mm);
  const std::string title = block ? text.use(*block).text : "Number";
  std::vector<std::string> words;
  for (std::size_t digit = 0; digit < grid.size(); ++digit) words.push_back(std::to_string(digit));
  for (std::size_t column = 0; column < grid.front().size(); ++column) {
    Row marks;
    for (const Row& row : grid) marks.push_back(row[column]);
    out.push_back(choice(fmt::format("{}, digit {}", title, column + 1), marks, words));
  }
}

}  // namespace

std::vector<Field> take_answer_grids(std::vector<BoxMm>& marks, PageText& text) {
  std::vector<Field> fields;
  for (const Grid& grid : grids_of(marks)) {
    const std::vector<int> places = places_of(grid);
    const std::optional<int> first = first_number(grid, places, text);
    if (!first) continue;
    for (const Row& row : grid)
      if (const auto number = text.left_of(row.front(), number_mm)) text.use(*number);
    if (*first == 0 && grid.size() == 10)
      add_digits(grid, text, fields);
    else
      add_questions(grid, *first, places, text, fields);
    std::erase_if(marks, [&](const BoxMm& mark) {
      return std::ranges::any_of(grid, [&](const Row& row) {
        return std::ranges::any_of(row, [&](const BoxMm& own) { return holds(own, middle(mark)); });
      });
    });
  }
  return fields;
}

}  // namespace carescan::drafting

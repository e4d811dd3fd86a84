#include <algorithm>
#include <sstream>

#include "pipeline/rehearsal/fill.hpp"

namespace carescan::rehearsal {
namespace {

constexpr double margin_mm = 1.2, smallest_capital_mm = 2.0;

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::string without_last_word(const std::string& text) {
  const std::size_t space = text.rfind(' ');
  return space == std::string::npos ? std::string{} : text.substr(0, space);
}

// A date where no cells are printed: in figures or with the month's name, as people choose.
std::string free_date(const std::string& iso, Chance& chance) {
  static const std::vector<std::string> months{"January", "February", "March",     "April",   "May",      "June",
                                               "July",    "August",   "September", "October", "November", "December"};
  const std::string year = iso.substr(0, 4), month = iso.substr(5, 2), day = iso.substr(8, 2);
  const std::string short_day = day[0] == '0' ? day.substr(1) : day;
  if (chance.happens(0.3)) return short_day + " " + months.at(std::stoul(month) - 1) + " " + year;
  return day + "/" + month + "/" + year;
}

std::string free_text(const Field& field, const std::string& text, Chance& chance) {
  if (field.kind == FieldKind::date) return free_date(text, chance);
  if (field.kind == FieldKind::nhs_number) return text.substr(0, 3) + " " + text.substr(3, 3) + " " + text.substr(6);
  if (field.kind == FieldKind::phone) return text.substr(0, 5) + " " + text.substr(5);
  return text;
}

struct Line {
  std::string text;
  Ink ink;
};

// As many whole words from the front as fit into the width; people write smaller before they leave words out.
Line fitted(std::string text, double width, double capital_mm, const Hand& hand, Chance& chance) {
  for (; !text.empty(); text = without_last_word(text)) {
    Chance own = chance.fork(text);
    Ink ink = write_line(hand, text, capital_mm, own);
    const double fit = width / std::max(1.0, extent(ink).width);
    if (fit >= 1) return {text, ink};
    if (capital_mm * fit >= smallest_capital_mm) return {text, placed(ink, {.sx = fit, .sy = fit})};
  }
  return {};
}

// Words onto the line while it has room at full size; at least one.
std::size_t words_that_fit(const std::vector<std::string>& words, std::size_t from, double width, double capital_mm,
                           const Hand& hand, Chance& chance) {
  double used = 0;
  std::size_t count = 0;
  for (; from + count < words.size(); ++count) {
    Chance own = chance.fork(words[from + count]);
    used += extent(write_line(hand, words[from + count], capital_mm, own)).width + capital_mm * hand.gap * 1.35 + 0.5;
    if (used > width && count > 0) break;
  }
  return count;
}

Ink on_line(const Ink& ink, const BoxMm& line, double capital_mm, Chance& chance) {
  const double room = std::max(0.0, line.width - 2 * margin_mm - extent(ink).width);
  const double start = line.x + margin_mm + std::min(room, std::abs(chance.normal(0, 1.5)));
  const double baseline = line.y + std::min(line.height * 0.76, (line.height + capital_mm) / 2 + 0.4);
  return placed(ink, {.dx = start, .dy = baseline + chance.normal(0, 0.03 * line.height)});
}

}  // namespace

Filling fill_lines(const Field& field, const Wish& wish, const Hand& hand, Chance& chance) {
  const auto text = writable(hand, free_text(field, wish.text, chance));
  if (!text) return {};
  const int count = std::max(1, field.lines);
  const double height = field.box.height / count, width = field.box.width - 2 * margin_mm;
  const double capital = std::min(hand.capital_mm, height * 0.55);
  const std::vector<std::string> words = words_of(*text);
  Filling filling;
  std::string written;
  std::size_t next = 0;
  for (int i = 0; i < count && next < words.size(); ++i) {
    const std::size_t taken =
        i + 1 == count ? words.size() - next : words_that_fit(words, next, width, capital, hand, chance);
    std::string wanted;
    for (std::size_t k = next; k < next + taken; ++k) wanted += (wanted.empty() ? "" : " ") + words[k];
    next += taken;
    const Line line = fitted(wanted, width, capital, hand, chance);
    if (line.text.empty()) break;
    append(filling.ink,
           on_line(line.ink, {field.box.x, field.box.y + height * i, field.box.width, height}, capital, chance));
    written += (written.empty() ? "" : " ") + line.text;
    if (line.text != wanted) break;  // the box is full
  }
  // Part of a date, a number or a phone number is none.
  const bool whole_or_nothing = field.kind != FieldKind::text && field.kind != FieldKind::paragraph;
  if (written.empty() || (whole_or_nothing && written != *text)) return {};
  filling.state = FieldState::read;
  filling.value =
      value_of(field, field.kind == FieldKind::text || field.kind == FieldKind::paragraph ? written : wish.text);
  return filling;
}

}  // namespace carescan::rehearsal

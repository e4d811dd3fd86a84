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
  bool corrected = false;
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

// The words of each line of the box: full lines first, whatever is left on the last.
std::vector<std::string> lines_of(const std::string& text, int count, double width, double capital_mm, const Hand& hand,
                                  Chance& chance) {
  const std::vector<std::string> words = words_of(text);
  std::vector<std::string> lines;
  for (std::size_t next = 0; next < words.size();) {
    const bool last = static_cast<int>(lines.size()) + 1 == count;
    const std::size_t taken = last ? words.size() - next : words_that_fit(words, next, width, capital_mm, hand, chance);
    lines.emplace_back();
    for (std::size_t end = next + taken; next < end; ++next)
      lines.back() += (lines.back().empty() ? "" : " ") + words[next];
  }
  return lines;
}

// A word begun wrong and struck out, with the right text behind it, where there is room for both.
Line corrected(const Line& line, double width, double capital_mm, const Hand& hand, Chance& chance) {
  std::string slip = line.text.substr(0, line.text.find(' '));
  if (slip.size() < 3) return line;
  std::swap(slip[1], slip[2]);
  Ink wrong = write_line(hand, slip, capital_mm, chance);
  const BoxMm box = extent(wrong);
  const double middle = -0.35 * capital_mm;
  append(wrong,
         {{{{{-0.5, middle + chance.normal(0, 0.2)}, {box.right() + 0.5, middle + chance.normal(0, 0.2)}}}, false}});
  const double behind = box.right() + 2;
  if (behind + extent(line.ink).right() > width) return line;
  append(wrong, placed(line.ink, {.dx = behind}));
  return {line.text, wrong, true};
}

}  // namespace

Filling fill_lines(const Field& field, const Wish& wish, const Hand& hand, Chance& chance) {
  const auto text = writable(hand, free_text(field, wish.text, chance));
  if (!text) return {};
  const bool prose = field.kind == FieldKind::text || field.kind == FieldKind::paragraph;
  const int count = std::max(1, field.lines);
  const double height = field.box.height / count, width = field.box.width - 2 * margin_mm;
  const double capital = std::min(hand.capital_mm, height * 0.55);
  Filling filling;
  std::string written;
  BoxMm ruled{field.box.x, field.box.y, field.box.width, height};
  for (const std::string& wanted : lines_of(*text, count, width, capital, hand, chance)) {
    Line line = fitted(wanted, width, capital, hand, chance);
    if (line.text.empty()) break;
    if (prose && chance.happens(0.015)) line = corrected(line, width, capital, hand, chance);
    if (line.corrected) filling.slip = "corrected", filling.ask = true;
    append(filling.ink, on_line(line.ink, ruled, capital, chance));
    written += (written.empty() ? "" : " ") + line.text;
    ruled.y += height;
    if (line.text != wanted) break;  // the box is full
  }
  if (written.empty() || (!prose && written != *text)) return {};  // part of a date or a number is none
  filling.state = FieldState::read;
  filling.value = value_of(field, prose ? written : wish.text);
  return filling;
}

}  // namespace carescan::rehearsal

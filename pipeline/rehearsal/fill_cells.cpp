#include <algorithm>

#include "pipeline/rehearsal/fill.hpp"

namespace carescan::rehearsal {
namespace {

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

// The parts of an ISO date in the order the cells ask for.
std::string date_cells(const std::string& iso, std::string layout) {
  if (layout.empty()) layout = "DDMMYYYY";
  std::string cells;
  std::size_t day = 8, month = 5, year = layout.find("YYYY") == std::string::npos ? 2 : 0;
  for (const char part : layout) cells += part == 'D' ? iso.at(day++) : part == 'M' ? iso.at(month++) : iso.at(year++);
  return cells;
}

// Where a printed gap parts the cells, the space falls: "LS1 4AP" in four cells and three.
std::string postcode_cells(const std::string& text, const std::vector<BoxMm>& cells) {
  const std::size_t space = text.find(' ');
  const std::string outward = text.substr(0, space), inward = text.substr(space + 1);
  if (cells.size() == 8) return outward + std::string(5 - outward.size(), ' ') + inward;
  const bool parted = cells.size() == 7 && cells[4].x - cells[3].right() > 0.8;
  return parted ? outward + std::string(4 - outward.size(), ' ') + inward : outward + inward;
}

std::string number_cells(std::string text, std::size_t cells) {
  std::erase(text, '.');
  return text.size() < cells ? std::string(cells - text.size(), ' ') + text : text;
}

// What goes into each cell, blank for an empty one; longer than the cells when it does not fit.
std::string cell_text(const Field& field, const std::string& text) {
  switch (field.kind) {
    case FieldKind::date:
      return date_cells(text, field.layout);
    case FieldKind::postcode:
      return postcode_cells(text, field.cells);
    case FieldKind::number:
      return number_cells(text, field.cells.size());
    case FieldKind::phone:
    case FieldKind::nhs_number:
      return without_spaces(text);
    default:
      return text;
  }
}

}  // namespace

Ink write_in_cell(const BoxMm& cell, char character, const Hand& hand, Chance& chance) {
  const double capital = std::min({hand.capital_mm * 1.25, cell.height * 0.68, cell.width * 1.05});
  Ink ink = write_character(hand, character, capital, chance);
  const BoxMm box = extent(ink);
  const double narrow = std::min(1.0, cell.width * 1.02 / std::max(0.1, box.width));
  const double x = cell.x + cell.width / 2 - narrow * (box.x + box.width / 2) + chance.normal(0, 0.06 * cell.width);
  const double baseline = cell.y + (cell.height + capital) / 2 + chance.normal(0, 0.045 * cell.height);
  return placed(ink, {.dx = x, .dy = baseline, .sx = narrow});
}

Filling fill_cells(const Field& field, const Wish& wish, const Hand& hand, Chance& chance) {
  const std::string cells = cell_text(field, wish.text);
  const bool comb_of_any_case = field.alphabet == "letters";
  const auto written = writable(hand, without_spaces(cells));
  if (!written || cells.size() > field.cells.size()) return {};
  // Small letters in a comb of capitals would be another text than the truth says.
  if (*written != without_spaces(cells) && !comb_of_any_case) return {};
  Filling filling{.state = FieldState::read};
  filling.cells.assign(field.cells.size(), ' ');
  std::size_t next = 0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i] == ' ') continue;
    filling.cells[i] = (*written)[next++];
    append(filling.ink, write_in_cell(field.cells[i], filling.cells[i], hand, chance));
  }
  filling.value = value_of(field, comb_of_any_case ? *written : field.kind == FieldKind::phone ? cells : wish.text);
  return filling;
}

}  // namespace carescan::rehearsal

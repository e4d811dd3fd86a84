#include "pipeline/drafting/parts.hpp"

#include <cmath>

#include "pipeline/drafting/geometry.hpp"

namespace carescan::drafting {

namespace {

constexpr double touch_mm = 0.6;                             // neighbours share a line
constexpr double largest_mark_mm = 7.5, flat_mark_mm = 4.4;  // higher and wider than square: for a character
constexpr double narrowest_cell_mm = 3.2, widest_cell_mm = 9.5, lowest_cell_mm = 4.6, highest_cell_mm = 13;
constexpr double group_gap_mm = 3.4;  // between "DD" and "MM"
constexpr double page_frame = 0.45;   // of the page: a frame around it all

bool same_row(const BoxMm& a, const BoxMm& b) {
  return near(a.y, b.y, touch_mm) && near(a.bottom(), b.bottom(), touch_mm);
}

bool same_width(const BoxMm& a, const BoxMm& b) {
  return near(a.width, b.width, 0.15 * std::max(a.width, b.width));
}

bool is_square(const BoxMm& c) {
  return c.width <= largest_mark_mm && c.height <= largest_mark_mm && c.width > 0.75 * c.height &&
         c.height > 0.75 * c.width;
}

bool is_flat(const BoxMm& c) {
  return c.width <= 1.2 * largest_mark_mm && c.height <= flat_mark_mm && c.width <= 3 * c.height;
}

bool could_hold_a_character(const BoxMm& c) {
  return c.width >= narrowest_cell_mm && c.width <= widest_cell_mm && c.height >= lowest_cell_mm &&
         c.height <= highest_cell_mm && c.height > 0.8 * c.width;
}

/// Cells in runs: each touches the one before it on the right, in the same row.
std::vector<std::vector<BoxMm>> strips_of(const std::vector<BoxMm>& cells, double gap_mm) {
  return in_rows(cells, [&](const BoxMm& last, const BoxMm& cell) {
    return same_row(last, cell) && near(last.right(), cell.x, gap_mm);
  });
}

bool same_sides(const std::vector<BoxMm>& above, const std::vector<BoxMm>& below) {
  if (above.size() != below.size() || !near(above.front().bottom(), below.front().y, touch_mm)) return false;
  for (std::size_t i = 0; i < above.size(); ++i)
    if (!near(above[i].x, below[i].x, touch_mm) || !near(above[i].right(), below[i].right(), touch_mm)) return false;
  return true;
}

/// Strips of two cells and more that stand on each other.
std::vector<Grid> grids_of(const std::vector<BoxMm>& cells) {
  std::vector<Grid> grids;
  for (const std::vector<BoxMm>& strip : strips_of(cells, touch_mm)) {
    if (strip.size() < 2) continue;
    const auto grid =
        std::find_if(grids.begin(), grids.end(), [&](const Grid& g) { return same_sides(g.rows.back(), strip); });
    if (grid == grids.end())
      grids.push_back({{strip}});
    else
      grid->rows.push_back(strip);
  }
  std::erase_if(grids, [](const Grid& grid) { return grid.rows.size() < 2; });
  return grids;
}

/// A cell of a table lies round one of them only.
bool walled_off(const BoxMm& a, const BoxMm& b, const std::vector<BoxMm>& walls) {
  return std::any_of(walls.begin(), walls.end(), [&](const BoxMm& wall) {
    return !(wall == a) && !(wall == b) && holds(wall, middle(a)) != holds(wall, middle(b));
  });
}

/// Runs of equal cells that touch, and runs that follow each other closely inside the same `walls`.
std::vector<Comb> combs_of(const std::vector<BoxMm>& cells, const std::vector<BoxMm>& walls) {
  std::vector<Comb> combs;
  for (const std::vector<BoxMm>& strip : strips_of(cells, touch_mm)) {
    const bool alone = strip.size() == 1;
    if (!std::all_of(strip.begin(), strip.end(), [&](const BoxMm& c) { return same_width(c, strip.front()); }) ||
        (alone && is_square(strip.front())))
      continue;
    const auto before = std::find_if(combs.begin(), combs.end(), [&](const Comb& comb) {
      const double gap = strip.front().x - comb.cells.back().right();
      return same_row(comb.cells.back(), strip.front()) && same_width(comb.cells.back(), strip.front()) && gap > 0 &&
             gap < group_gap_mm && !walled_off(comb.cells.back(), strip.front(), walls);
    });
    Comb& comb = before == combs.end() ? combs.emplace_back(Comb{strip.front(), {}}) : *before;
    comb.cells.insert(comb.cells.end(), strip.begin(), strip.end());
    comb.box = hull(comb.box, hull(strip.front(), strip.back()));
  }
  return combs;
}

void remove(std::vector<BoxMm>& from, const std::vector<BoxMm>& these) {
  std::erase_if(from, [&](const BoxMm& box) { return std::find(these.begin(), these.end(), box) != these.end(); });
}

bool has_cell_inside(const BoxMm& cell, const std::vector<BoxMm>& all) {
  return std::any_of(all.begin(), all.end(), [&](const BoxMm& other) { return is_inside(other, cell); });
}

/// What stands round combs: cells of tables, and boxes round several things.
std::vector<BoxMm> walls_of(const Parts& parts) {
  std::vector<BoxMm> walls = parts.holders;
  for (const Grid& grid : parts.grids)
    for (const auto& row : grid.rows) walls.insert(walls.end(), row.begin(), row.end());
  return walls;
}

/// Grids of large cells are tables; grids of cells to tick stay marks, of cells for one character combs below each
/// other.
std::vector<Grid> tables_among(const std::vector<BoxMm>& cells) {
  std::vector<BoxMm> large;
  for (const BoxMm& cell : cells)
    if (!is_flat(cell) && !is_square(cell)) large.push_back(cell);
  std::vector<Grid> grids = grids_of(large);
  std::erase_if(grids, [](const Grid& grid) {
    return std::all_of(grid.rows.front().begin(), grid.rows.front().end(), could_hold_a_character) &&
           std::all_of(grid.rows.back().begin(), grid.rows.back().end(), could_hold_a_character);
  });
  return grids;
}

}  // namespace

BoxMm Grid::box() const {
  return hull(rows.front().front(), rows.back().back());
}

Parts parts_of(const imaging::Frames& frames, double width_mm, double height_mm) {
  Parts parts;
  parts.rules = frames.rules;
  std::vector<BoxMm> cells = frames.cells;
  std::erase_if(cells, [&](const BoxMm& c) { return c.width * c.height > page_frame * width_mm * height_mm; });
  parts.grids = tables_among(cells);
  for (const Grid& grid : parts.grids)
    for (const auto& row : grid.rows) remove(cells, row);
  std::vector<BoxMm> leaves, characters;
  for (const BoxMm& cell : cells) {
    const bool holder = has_cell_inside(cell, cells) || has_cell_inside(cell, frames.rings);
    (holder ? parts.holders : leaves).push_back(cell);
  }
  for (const BoxMm& cell : leaves)
    if (could_hold_a_character(cell) && !is_flat(cell)) characters.push_back(cell);
  parts.combs = combs_of(characters, walls_of(parts));
  for (const Comb& comb : parts.combs) remove(leaves, comb.cells);
  for (const BoxMm& cell : leaves) (is_square(cell) || is_flat(cell) ? parts.marks : parts.boxes).push_back(cell);
  parts.marks.insert(parts.marks.end(), frames.rings.begin(), frames.rings.end());
  return parts;
}

}  // namespace carescan::drafting

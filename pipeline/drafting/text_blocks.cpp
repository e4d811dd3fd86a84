#include "pipeline/drafting/text_blocks.hpp"

#include "pipeline/drafting/geometry.hpp"

namespace carescan::drafting {

namespace {

// All in sizes of the type.
constexpr double widest_space = 0.6, same_size = 0.08, hint_space = 1.0, closest_lines = 0.35, same_left = 0.25;

bool sizes_agree(double a, double b) {
  return near(a, b, same_size * std::max(a, b));
}

/// One of them lies in a cell that the other is not in.
bool walled_off(const BoxMm& a, const BoxMm& b, const std::vector<BoxMm>& cells) {
  return std::any_of(cells.begin(), cells.end(),
                     [&](const BoxMm& cell) { return holds(cell, middle(a)) != holds(cell, middle(b)); });
}

/// The 2 of SpO2: smaller, and nothing between.
bool is_subscript(const TextBlock& line, const intake::PrintedWord& word) {
  constexpr double touching = 0.12;
  return word.size_mm < line.size_mm && near(word.box.x, line.box.right(), touching * line.size_mm) &&
         beside(line.box, word.box) > 0.3;
}

bool follows(const BoxMm& first, const BoxMm& next, double space) {
  return beside(first, next) > 0.5 && next.x - first.right() < space && next.x > first.x + first.width / 2;
}

std::vector<TextBlock> lines_of(const std::vector<intake::PrintedWord>& words, const std::vector<BoxMm>& cells) {
  std::vector<TextBlock> lines;
  for (const intake::PrintedWord& word : words) {
    const auto line = std::find_if(lines.rbegin(), lines.rend(), [&](const TextBlock& l) {
      return is_subscript(l, word) ||
             (sizes_agree(l.size_mm, word.size_mm) && follows(l.box, word.box, widest_space * l.size_mm) &&
              !walled_off(BoxMm{l.box.right(), l.box.y, 0, l.box.height}, word.box, cells));
    });
    if (line == lines.rend()) {
      lines.push_back({word.text, word.box, word.size_mm, "", false});
    } else {
      line->text += (is_subscript(*line, word) ? "" : " ") + word.text;
      line->box = hull(line->box, word.box);
    }
  }
  return lines;
}

/// Smaller words behind a label are its hint.
std::vector<TextBlock> with_hints(const std::vector<TextBlock>& lines, const std::vector<BoxMm>& cells) {
  std::vector<TextBlock> out;
  for (const TextBlock& line : lines) {
    const auto label = std::find_if(out.begin(), out.end(), [&](const TextBlock& l) {
      return l.size_mm > line.size_mm * (1 + same_size) && l.hint.empty() &&
             follows(l.box, line.box, hint_space * l.size_mm) && !walled_off(l.box, line.box, cells);
    });
    if (label == out.end())
      out.push_back(line);
    else
      label->hint = line.text;
  }
  return out;
}

bool goes_on_below(const TextBlock& above, const TextBlock& below) {
  const double gap = below.box.y - above.box.bottom();
  return sizes_agree(above.size_mm, below.size_mm) && above.hint.empty() && gap < closest_lines * above.size_mm &&
         gap > -0.6 * above.size_mm && near(above.box.x, below.box.x, same_left * above.size_mm);
}

/// A ruled line between them: two rows of a form.
bool ruled_off(const BoxMm& above, const BoxMm& below, const std::vector<BoxMm>& rules) {
  return std::any_of(rules.begin(), rules.end(), [&](const BoxMm& rule) {
    const double y = middle(rule).y;
    return y > middle(above).y && y < middle(below).y && rule.x < below.x + 1 && rule.right() > below.x + 1;
  });
}

/// A place to write or mark whose middle is on this line, a little before it or anywhere behind it.
bool is_place_of(const BoxMm& place, const BoxMm& line) {
  constexpr double before_mm = 8, behind_mm = 60;
  const double y = middle(place).y, slack = 0.3 * line.height;
  const double before = line.x - place.right(), behind = place.x - line.right();
  return y > line.y - slack && y < line.bottom() + slack && place.height < 3 * line.height &&
         ((before > -1 && before < before_mm) || (behind > -1 && behind < behind_mm));
}

/// Each of two lines has a place of its own, one below the other: two labels.
bool have_own_places(const TextBlock& above, const BoxMm& below, const std::vector<BoxMm>& places) {
  const BoxMm last{above.box.x, above.box.bottom() - below.height, above.box.width, below.height};
  return std::any_of(places.begin(), places.end(), [&](const BoxMm& first) {
    return is_place_of(first, last) && !is_place_of(first, below) &&
           std::any_of(places.begin(), places.end(), [&](const BoxMm& second) {
             return near(first.x, second.x, 1) && second.y > first.y && is_place_of(second, below) &&
                    !is_place_of(second, last);
           });
  });
}

}  // namespace

std::vector<TextBlock> text_blocks(const std::vector<intake::PrintedWord>& words, const imaging::Frames& frames) {
  const std::vector<BoxMm>& cells = frames.cells;
  std::vector<BoxMm> places = cells;
  places.insert(places.end(), frames.rings.begin(), frames.rings.end());
  std::vector<TextBlock> blocks;
  for (const TextBlock& line : with_hints(lines_of(words, cells), cells)) {
    const auto block = std::find_if(blocks.begin(), blocks.end(), [&](const TextBlock& b) {
      return goes_on_below(b, line) && !walled_off(b.box, line.box, cells) &&
             !ruled_off(b.box, line.box, frames.rules) && !have_own_places(b, line.box, places);
    });
    if (block == blocks.end()) {
      blocks.push_back(line);
    } else {
      block->text += " " + line.text;
      block->box = hull(block->box, line.box);
      block->hint = line.hint;
    }
  }
  return blocks;
}

}  // namespace carescan::drafting

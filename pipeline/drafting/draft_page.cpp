#include "pipeline/drafting/draft_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>

#include "pipeline/drafting/answer_grids.hpp"
#include "pipeline/drafting/geometry.hpp"
#include "pipeline/drafting/marks.hpp"
#include "pipeline/drafting/naming.hpp"
#include "pipeline/drafting/page_text.hpp"
#include "pipeline/drafting/tables.hpp"
#include "pipeline/drafting/written.hpp"

namespace carescan::drafting {

namespace {

constexpr double same_line_mm = 3;

/// What is left of the page when tables have taken theirs.
struct Rest {
  std::vector<BoxMm> marks, boxes;
  std::vector<Comb> combs;
};

void take_tables(const FoundPage& page, PageText& text, Rest& rest, std::vector<Item>& items) {
  for (const Grid& grid : page.parts.grids) {
    if (auto table = table_of(grid, page.parts, text)) {
      const BoxMm box = grid.box();
      std::erase_if(rest.marks, [&](const BoxMm& mark) { return holds(box, middle(mark)); });
      std::erase_if(rest.combs, [&](const Comb& comb) { return holds(box, middle(comb.box)); });
      table->page = page.number;
      items.emplace_back(std::move(*table));
      continue;
    }
    // A list of questions: its cells without words are written in one by one, unless they hold something.
    for (const auto& row : grid.rows)
      for (const BoxMm& cell : row) {
        const auto inside = [&](const BoxMm& part) { return holds(cell, middle(part)); };
        if (text.inside(cell).empty() && std::none_of(rest.marks.begin(), rest.marks.end(), inside) &&
            std::none_of(rest.combs.begin(), rest.combs.end(), [&](const Comb& c) { return inside(c.box); }))
          rest.boxes.push_back(cell);
      }
  }
}

/// Rows of things that begin at nearly the same height, each from the left.
void sort_for_reading(std::vector<Item>& items) {
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return box_of(a).y < box_of(b).y; });
  for (auto row = items.begin(); row != items.end();) {
    const double top = box_of(*row).y;
    const auto end = std::find_if(row, items.end(), [&](const Item& i) { return box_of(i).y > top + same_line_mm; });
    std::sort(row, end, [](const Item& a, const Item& b) { return box_of(a).x < box_of(b).x; });
    row = end;
  }
}

/// Whose label goes on for a field without one: that of the field before it on its line, or above it in its column.
const Field* sibling_of(const Field& field, const std::vector<Field>& all) {
  const Field* found = nullptr;
  for (const Field& other : all) {
    if (other.label.empty()) continue;
    const bool before = beside(other.box, field.box) > 0.5 && other.box.right() < field.box.x + 1;
    const bool over =
        near(other.box.x, field.box.x, 1) && near(other.box.width, field.box.width, 2) && other.box.y < field.box.y;
    if (!before && !over) continue;
    const auto away = [&](const Field& f) { return std::hypot(field.box.x - f.box.x, field.box.y - f.box.y); };
    if (found == nullptr || away(other) < away(*found)) found = &other;
  }
  return found;
}

/// A date beside somebody's signature is the day of signing.
void label_by_signature(Field& field, const std::string& who) {
  if (field.kind == FieldKind::date) field.name = name_of(who) + "_signed_on";
  field.label = who + ": " + field.label;
}

/// "Date" beside "Member of staff: signature" is the member of staff's date.
void label_by_signatures(std::vector<Field>& fields) {
  static const std::regex general("(date|name|name in print|print(ed)? name|time|position|role|signature)\\W*",
                                  std::regex::icase);
  const std::vector<Field> labelled = fields;
  for (Field& field : fields) {
    if (!std::regex_match(field.label, general)) continue;
    for (const Field& other : labelled) {
      const std::size_t colon = other.label.find(':');
      if (other.kind == FieldKind::signature && colon != std::string::npos && beside(other.box, field.box) > 0.5 &&
          other.box.right() < field.box.x + 1)
        label_by_signature(field, other.label.substr(0, colon));
    }
  }
}

/// A box behind a question is about its answer; a second box of one label is its second line or its next entry.
void label_by_siblings(std::vector<Field>& fields) {
  const std::vector<Field> labelled = fields;
  std::map<std::string, int> entries;
  for (Field& field : fields) {
    const Field* sibling = field.label.empty() ? sibling_of(field, labelled) : nullptr;
    if (sibling == nullptr) continue;
    if (is_mark(sibling->kind) && !is_mark(field.kind)) {
      const bool day = field.kind == FieldKind::date;
      const std::string question = name_of(sibling->label);
      if (!question.empty()) field.name = question + (day ? "_on" : "_details");
      field.label = sibling->label + (day ? ": date" : ": details");
    } else {
      const int entry = ++entries[sibling->label] + 1;
      const bool address = name_of(sibling->label).find("address") != std::string::npos;
      field.label = fmt::format("{}, {}{}", sibling->label, address ? "line " : "", entry);
    }
  }
}

}  // namespace

const BoxMm& box_of(const Item& item) {
  return std::visit([](const auto& what) -> const BoxMm& { return what.box; }, item);
}

std::vector<Item> draft_page(const FoundPage& page) {
  PageText text(page.text);
  Rest rest{page.parts.marks, page.parts.boxes, page.parts.combs};
  std::vector<Item> items;
  take_tables(page, text, rest, items);
  std::vector<BoxMm> written = rest.boxes;
  for (const Comb& comb : rest.combs) written.push_back(comb.box);
  std::vector<BoxMm> others = written;
  others.insert(others.end(), rest.marks.begin(), rest.marks.end());
  std::vector<Field> fields = take_answer_grids(rest.marks, text);
  for (Field& field : mark_fields(rest.marks, {page.parts.holders, written}, text)) fields.push_back(std::move(field));
  for (Field& field : written_fields(page, rest.boxes, rest.combs, others, text)) fields.push_back(std::move(field));
  label_by_signatures(fields);
  label_by_siblings(fields);
  for (Field& field : fields) {
    field.page = page.number;
    items.emplace_back(std::move(field));
  }
  sort_for_reading(items);
  return items;
}

}  // namespace carescan::drafting

#include "pipeline/drafting/written.hpp"

#include <algorithm>
#include <optional>

#include "pipeline/drafting/geometry.hpp"
#include "pipeline/drafting/labels.hpp"
#include "pipeline/drafting/naming.hpp"

namespace carescan::drafting {

namespace {

constexpr double narrowest_mm = 8, lowest_mm = 3.4;      // of a box that somebody can write in
constexpr double line_height_mm = 8, least_room_mm = 5;  // over a ruled line
constexpr double drawing_side_mm = 35, drawing_ink_share = 0.006;

/// A place to write that looks for its label.
struct Place {
  Field field;
  int ruled_lines = 0;
  std::string hint;
};

int rules_in(const BoxMm& box, const std::vector<BoxMm>& rules) {
  return static_cast<int>(
      std::count_if(rules.begin(), rules.end(), [&](const BoxMm& rule) { return is_inside(rule, box); }));
}

/// The part of a box that its own words leave free: below them, or behind them.
std::optional<BoxMm> free_part(const BoxMm& box, const BoxMm& words) {
  constexpr double margin_mm = 0.6, behind_mm = 20, below_mm = 5.5;
  const BoxMm below{box.x, words.bottom() + margin_mm, box.width, box.bottom() - words.bottom() - margin_mm};
  const BoxMm behind{words.right() + margin_mm, box.y, box.right() - words.right() - margin_mm, box.height};
  if (below.height >= below_mm && below.height > 0.45 * box.height) return below;
  if (behind.width >= behind_mm && behind.width > 0.4 * box.width && words.x - box.x < 0.3 * box.width) return behind;
  return std::nullopt;
}

bool is_drawing(const FoundPage& page, const BoxMm& box, const PageText& text) {
  return box.width > drawing_side_mm && box.height > drawing_side_mm && text.inside(box).empty() &&
         page.ink_mm2(box.grown(-1)) > drawing_ink_share * box.width * box.height;
}

/// nullopt for a box that nobody writes in: too small, or full of words.
std::optional<Place> place_of(const FoundPage& page, const BoxMm& box, PageText& text) {
  if (box.width < narrowest_mm || box.height < lowest_mm) return std::nullopt;
  Place place;
  place.field.box = box;
  place.ruled_lines = rules_in(box, page.parts.rules);
  if (place.ruled_lines == 0 && is_drawing(page, box, text)) place.field.kind = FieldKind::drawing;
  const std::vector<std::size_t> inside = text.inside(box);
  if (inside.empty()) return place;
  BoxMm words = text.blocks()[inside.front()].box;
  for (const std::size_t block : inside) {
    words = hull(words, text.blocks()[block].box);
    place.field.label += (place.field.label.empty() ? "" : " ") + text.use(block).text;
    place.hint += text.blocks()[block].hint;
  }
  const std::optional<BoxMm> rest = free_part(box, words);
  if (!rest) return std::nullopt;
  place.field.box = *rest;
  return place;
}

/// Printing that is neither its words nor its lines: pictures, codes, words that could not be read. Nobody writes
/// there.
bool is_printed_on(const FoundPage& page, const Field& field) {
  constexpr double frame_mm = 0.8, character_mm2 = 0.6;
  return field.kind != FieldKind::drawing && field.cells.empty() &&
         page.ink_mm2(field.box.grown(-frame_mm)) > character_mm2;
}

/// A ruled line with words before it, on its line, is written on; the words are its label.
std::optional<Place> place_on(const BoxMm& rule, const FoundPage& page, PageText& text) {
  const auto& boxes = page.parts.boxes;
  const bool in_box = std::any_of(boxes.begin(), boxes.end(), [&](const BoxMm& box) { return is_inside(rule, box); });
  const BoxMm room{rule.x, rule.y - line_height_mm, rule.width, line_height_mm};
  const auto label = text.left_of({rule.x, rule.y - 4, rule.width, 4.5}, 5);
  if (in_box || !label || room.y < 0) return std::nullopt;
  double top = room.y;
  for (const TextBlock& block : text.blocks())
    if (block.box.overlaps(room)) top = std::max(top, block.box.bottom() + 0.3);
  if (rule.y - top < least_room_mm) return std::nullopt;
  Place place;
  place.field.box = {rule.x, top, rule.width, rule.y - top};
  place.field.label = text.use(*label).text;
  return place;
}

void label_all(std::vector<Place>& places, const std::vector<BoxMm>& others, PageText& text) {
  std::vector<Labelled> all;
  for (const Place& place : places) all.push_back({place.field.box, place.field.label, place.hint});
  find_labels(all, others, text);
  for (std::size_t i = 0; i < places.size(); ++i) {
    places[i].field.label = all[i].label;
    places[i].hint = all[i].hint;
  }
}

}  // namespace

std::vector<Field> written_fields(const FoundPage& page, const std::vector<BoxMm>& boxes,
                                  const std::vector<Comb>& combs, const std::vector<BoxMm>& others, PageText& text) {
  std::vector<Place> places;
  for (const BoxMm& box : boxes)
    if (auto place = place_of(page, box, text)) places.push_back(std::move(*place));
  for (const Comb& comb : combs) {
    places.emplace_back();
    places.back().field.box = comb.box;
    places.back().field.cells = comb.cells;
  }
  for (const BoxMm& rule : page.parts.rules)
    if (auto place = place_on(rule, page, text)) places.push_back(std::move(*place));
  std::erase_if(places, [&](const Place& place) { return is_printed_on(page, place.field); });
  label_all(places, others, text);
  std::vector<Field> fields;
  for (Place& place : places) {
    if (place.field.kind != FieldKind::drawing)
      guess_kind(place.field, place.field.label, place.hint, place.ruled_lines);
    place.field.help = place.hint;
    fields.push_back(std::move(place.field));
  }
  return fields;
}

}  // namespace carescan::drafting

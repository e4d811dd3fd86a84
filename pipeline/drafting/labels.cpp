#include "pipeline/drafting/labels.hpp"

#include <algorithm>
#include <cctype>
#include <optional>
#include <tuple>

#include "pipeline/drafting/geometry.hpp"

namespace carescan::drafting {

namespace {

constexpr double label_above_mm = 5.5, label_left_mm = 60;  // farthest label

/// How far a label is from a box, as people see it; nullopt where it is not its label.
std::optional<double> distance(const BoxMm& label, const BoxMm& box, const std::vector<BoxMm>& others) {
  const double up = box.y - label.bottom(), left = box.x - label.right();
  if (up > -1.5 && up < label_above_mm && label.x > box.x - 3 && label.x < box.right() - 1)
    return std::max(up, 0.0) + 0.1 * std::abs(label.x - box.x);
  if (beside(label, box) < 0.4 || left < -1 || left > label_left_mm) return std::nullopt;
  const BoxMm between{label.right(), box.y, std::max(left, 0.0), box.height};
  const bool blocked = std::any_of(others.begin(), others.end(), [&](const BoxMm& other) {
    return !(other == box) && other.grown(-0.5).overlaps(between) && !holds(other, middle(label));
  });
  return blocked ? std::nullopt : std::optional(0.5 + 0.3 * std::max(left, 0.0));
}

/// "8a", "1." and "D" number a line; what the line is about stands elsewhere. Letters outside ASCII are words.
bool is_number_of_a_line(const std::string& text) {
  int letters = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    letters = byte >= 0x80 || std::isalpha(byte) != 0 ? letters + 1 : 0;
    if (letters == 2) return false;
  }
  return true;
}

struct Pair {
  bool number;  ///< of a line: after all words
  double mm;
  std::size_t place, block;
};

std::vector<Pair> pairs_of(const std::vector<Labelled>& places, const std::vector<BoxMm>& others,
                           const PageText& text) {
  std::vector<Pair> pairs;
  for (std::size_t p = 0; p < places.size(); ++p)
    for (std::size_t b = 0; places[p].label.empty() && b < text.blocks().size(); ++b)
      if (!text.is_used(b) && !text.blocks()[b].is_heading)
        if (const auto mm = distance(text.blocks()[b].box, places[p].box, others))
          pairs.push_back({is_number_of_a_line(text.blocks()[b].text), *mm, p, b});
  std::sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) {
    return std::tie(a.number, a.mm, a.place, a.block) < std::tie(b.number, b.mm, b.place, b.block);
  });
  return pairs;
}

}  // namespace

void find_labels(std::vector<Labelled>& places, const std::vector<BoxMm>& others, PageText& text) {
  for (const Pair& pair : pairs_of(places, others, text)) {
    Labelled& place = places[pair.place];
    if (!place.label.empty() || text.is_used(pair.block)) continue;
    place.label = text.use(pair.block).text;
    place.hint = text.blocks()[pair.block].hint;
  }
}

}  // namespace carescan::drafting

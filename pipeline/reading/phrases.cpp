#include "pipeline/reading/phrases.hpp"

#include <algorithm>

#include "pipeline/model/text.hpp"

namespace carescan::reading {
namespace {

/// How people write what a list has as "Smith".
constexpr double as_listed = 0.75, all_capitals = 0.15, all_small = 0.1;

bool is_ascii(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

Phrases::Phrases(const std::vector<std::string>& entries) : nodes_(1) {
  const double each = 1 / static_cast<double>(std::max<std::size_t>(1, entries.size()));
  for (const std::string& entry : entries) {
    if (entry.empty() || !is_ascii(entry)) continue;
    add(entry, each * as_listed);
    add(in_capitals(entry), each * all_capitals);
    add(in_small_letters(entry), each * all_small);
  }
}

void Phrases::add(const std::string& text, double share) {
  int at = root;
  for (const char c : text) {
    auto& next = nodes_[static_cast<std::size_t>(at)].next;
    const auto place = std::ranges::lower_bound(next, c, {}, &std::pair<char, int>::first);
    if (place != next.end() && place->first == c) {
      at = place->second;
      continue;
    }
    const int fresh = static_cast<int>(nodes_.size());
    next.insert(place, {c, fresh});
    nodes_.emplace_back();  // moves the nodes: `next` is not used after it
    at = fresh;
  }
  nodes_[static_cast<std::size_t>(at)].share += share;
}

}  // namespace carescan::reading

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

bool Phrases::has(std::string_view entry) const {
  int at = root;
  for (const char c : entry) {
    const auto& next = nodes_[static_cast<std::size_t>(at)].next;
    const auto place = std::ranges::lower_bound(next, c, {}, &std::pair<char, int>::first);
    if (place == next.end() || place->first != c) return false;
    at = place->second;
  }
  return nodes_[static_cast<std::size_t>(at)].share > 0;
}

bool Phrases::are_several(const std::string& text) const {
  if (has(text)) return false;
  std::vector<bool> begins(text.size() + 1);  // where an entry may begin: after a space that ends others
  begins[0] = true;
  const std::string_view all = text;
  for (std::size_t end = 1; end <= text.size(); ++end) {
    if (end < text.size() && text[end] != ' ') continue;
    bool ends = false;
    for (std::size_t from = 0; from < end && !ends; ++from) ends = begins[from] && has(all.substr(from, end - from));
    if (ends && end == text.size()) return true;
    if (ends) begins[end + 1] = true;
  }
  return false;
}

}  // namespace carescan::reading

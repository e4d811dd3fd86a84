#include "pipeline/forms/align.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace carescan::forms {

namespace {

using Json = nlohmann::ordered_json;
using Origins = std::vector<std::optional<std::size_t>>;

/// What an element is known by; null where only its value tells.
const Json* find_name(const Json& element) {
  if (!element.is_object()) return nullptr;
  for (const char* key : {"name", "code"})
    if (const auto found = element.find(key); found != element.end() && found->is_string()) return &*found;
  return nullptr;
}

bool is_same_element(const Json& one, const Json& other) {
  const Json *name = find_name(one), *other_name = find_name(other);
  return name && other_name ? *name == *other_name : same_value(one, other);
}

/// How much of an element is found in the other.
std::size_t likeness(const Json& one, const Json& other) {
  if (one.type() != other.type() && !(one.is_number() && other.is_number())) return 0;
  if (!one.is_object()) return 1;
  return static_cast<std::size_t>(std::count_if(one.items().begin(), one.items().end(), [&](const auto& member) {
    const auto found = other.find(member.key());
    return found != other.end() && same_value(member.value(), *found);
  }));
}

/// Lengths of the longest common subsequences of the ends from (i, j) on.
std::vector<std::vector<int>> common_lengths(const Json& was, const Json& now) {
  std::vector<std::vector<int>> length(was.size() + 1, std::vector<int>(now.size() + 1, 0));
  for (std::size_t i = was.size(); i-- > 0;)
    for (std::size_t j = now.size(); j-- > 0;)
      length[i][j] =
          is_same_element(was[i], now[j]) ? length[i + 1][j + 1] + 1 : std::max(length[i + 1][j], length[i][j + 1]);
  return length;
}

/// Which of `all` in [from, to) has most in common with an element; the first of several.
std::size_t most_like(const Json& element, const Json& all, std::size_t from, std::size_t to) {
  std::size_t best = from;
  for (std::size_t i = from; i < to; ++i)
    if (likeness(element, all[i]) > likeness(element, all[best])) best = i;
  return best;
}

/// Elements was[from..to) that are gone, and now[at..end) that appeared in their place: those that are most like each
/// other are the same, changed.
void pair_changed(const Json& was, std::size_t from, std::size_t to, const Json& now, std::size_t at, std::size_t end,
                  Origins& origins) {
  for (; from < to && at < end; ++from) {
    const std::size_t best = most_like(was[from], now, at, end);
    if (most_like(now[best], was, from, to) != from || likeness(was[from], now[best]) == 0) continue;
    origins[best] = from;
    at = best + 1;
  }
}

}  // namespace

bool same_value(const Json& one, const Json& other) {
  if (one.is_object() && other.is_object())
    return one.size() == other.size() && std::all_of(one.items().begin(), one.items().end(), [&](const auto& member) {
             const auto found = other.find(member.key());
             return found != other.end() && same_value(member.value(), *found);
           });
  if (one.is_array() && other.is_array())
    return one.size() == other.size() && std::equal(one.begin(), one.end(), other.begin(), same_value);
  return one == other;
}

Origins aligned(const Json& was, const Json& now) {
  const auto length = common_lengths(was, now);
  Origins origins(now.size());
  std::size_t from = 0, at = 0;  // where the gap began
  for (std::size_t i = 0, j = 0; i < was.size() && j < now.size();) {
    if (is_same_element(was[i], now[j])) {
      pair_changed(was, from, i, now, at, j, origins);
      origins[j] = i;
      from = ++i, at = ++j;
    } else if (length[i + 1][j] >= length[i][j + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
  pair_changed(was, from, was.size(), now, at, now.size(), origins);
  return origins;
}

}  // namespace carescan::forms

#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

namespace carescan::forms {

/// Whether two values say the same: numbers as numbers (15 and 15.0), objects whatever the order of their members.
bool same_value(const nlohmann::ordered_json& one, const nlohmann::ordered_json& other);

/// For each element of the array `now` the index of the element of `was` that it came from, rising; nothing for a new
/// one. Elements are known by "name" or "code", others by their value; between those that are known again an element is
/// taken for a changed one where it has most in common with it (longest common subsequence, then by likeness).
std::vector<std::optional<std::size_t>> aligned(const nlohmann::ordered_json& was, const nlohmann::ordered_json& now);

}  // namespace carescan::forms

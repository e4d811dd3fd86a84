#include "pipeline/model/reading.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace carescan {
namespace {

using Name = std::pair<FieldState, std::string_view>;
constexpr std::array names{Name{FieldState::read, "read"}, Name{FieldState::blank, "blank"},
                           Name{FieldState::none, "none"}, Name{FieldState::illegible, "illegible"},
                           Name{FieldState::ambiguous, "ambiguous"}};

}  // namespace

std::string_view to_string(FieldState state) {
  for (const auto& [known, word] : names)
    if (known == state) return word;
  return "illegible";
}

std::optional<FieldState> field_state(std::string_view word) {
  for (const auto& [state, known] : names)
    if (known == word) return state;
  return std::nullopt;
}

void add_reason(std::vector<std::string>& reasons, const std::string& reason) {
  if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(reason);
}

std::string in_words(const std::vector<BoxMm>& marks) {
  const auto mm = [](double x) { return std::to_string(std::lround(x)); };
  std::string out = marks.size() == 1 ? "1 mark" : std::to_string(marks.size()) + " marks";
  for (const BoxMm& m : marks)
    out += (&m == &marks.front() ? ": " : "; ") + mm(m.width) + " x " + mm(m.height) + " mm at " +
           mm(m.x + m.width / 2) + " mm from the left and " + mm(m.y + m.height / 2) + " mm from the top";
  return out;
}

}  // namespace carescan

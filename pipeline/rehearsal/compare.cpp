#include "pipeline/rehearsal/compare.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>

#include "pipeline/rehearsal/compare_marks.hpp"

namespace carescan::rehearsal {
namespace {

using Json = nlohmann::json;

bool spaces_mean_nothing(const std::string& kind) {
  static const std::set<std::string> kinds{"comb", "nhs_number", "postcode", "phone", "date", "number"};
  return kinds.contains(kind);
}

std::string joined_words(const std::string& text, const std::string& between) {
  std::istringstream stream(text);
  std::string joined;
  for (std::string word; stream >> word;) joined += (joined.empty() ? "" : between) + word;
  return joined;
}

// Lists of codes have no order on paper.
Json sorted(Json value) {
  if (value.is_array()) std::sort(value.begin(), value.end());
  return value;
}

}  // namespace

std::string characters_of(const Json& value, const std::string& kind) {
  if (value.is_null()) return {};
  const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  return joined_words(text, spaces_mean_nothing(kind) ? "" : " ");
}

bool says_the_truth(const TrueField& truth, const std::string& kind, const Json& found) {
  if (found.at("state") != truth.state) return false;
  if (truth.state != "read") return true;
  const Json& value = found.at("value");
  if (kind == "drawing") {
    const MarkCounts counts = compare_marks(truth.value, value);
    return counts.lost == 0 && counts.invented == 0;
  }
  if (truth.value.is_number() && value.is_number())
    return std::abs(truth.value.get<double>() - value.get<double>()) < 1e-9;
  if (truth.value.is_string() && value.is_string())
    return characters_of(truth.value, kind) == characters_of(value, kind);
  return sorted(truth.value) == sorted(value);
}

}  // namespace carescan::rehearsal

#include "pipeline/batch/report_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace carescan::batch {

std::string escaped(std::string_view text) {
  static constexpr std::array<std::pair<char, const char*>, 5> marks{
      {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}}};
  std::string out;
  for (const char c : text) {
    const auto* mark = std::find_if(marks.begin(), marks.end(), [&](const auto& m) { return m.first == c; });
    out += mark == marks.end() ? std::string(1, c) : mark->second;
  }
  return out;
}

std::string counted(long count, const std::string& noun, const std::string& plural) {
  return fmt::format("{} {}", count, count == 1 ? noun : plural.empty() ? noun + "s" : plural);
}

std::string british(const std::string& date) {
  if (date.size() != 10) return date;
  return date.substr(8, 2) + "/" + date.substr(5, 2) + "/" + date.substr(0, 4);
}

std::string spaced(const std::string& number) {
  if (number.size() != 10) return number;
  return number.substr(0, 3) + " " + number.substr(3, 3) + " " + number.substr(6);
}

std::string quarantine_words(std::string_view code) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 5> words{
      {{"no-form-matches", "None of the forms carescan knows looks like this page."},
       {"two-forms-alike", "Two forms fit this page about equally well, so it was read as neither."},
       {"code-disagrees",
        "It looks like one form, and the code printed on it names another or another version of it, so it was read as "
        "neither."},
       {"residual-too-large",
        "It looks like a form carescan knows, but its printing does not line up well enough to be sure which box is "
        "which."},
       {"too-few-features",
        "Too little printing was found to tell which form it is: the page may be nearly empty, faint or blurred."}}};
  const auto* found = std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.first == code; });
  return found == words.end() ? "" : found->second;
}

std::string kind_words(FieldKind kind) {
  if (kind == FieldKind::nhs_number) return "NHS number";
  std::string words(to_string(kind));
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

}  // namespace carescan::batch

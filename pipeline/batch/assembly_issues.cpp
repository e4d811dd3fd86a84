#include "pipeline/batch/assembly_issues.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace carescan::batch {
namespace {

std::string words_of(std::string_view note) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 4> words{
      {{"pages-shuffled", "the pages lay out of order in the scan and were put in order"},
       {"pages-parted",
        "pages of two people lay among each other in the scan and were parted by what identifies the person"},
       {"pages-unsorted",
        "pages of this form lay mixed or apart in the scan, and nothing on them says clearly which belong together"},
       {"code-repeated",
        "the number printed on this copy of the form stands on other sheets too, so it was not used to sort them"}}};
  const auto* found = std::ranges::find(words, note, &std::pair<std::string_view, const char*>::first);
  return found == words.end() ? std::string(note) : found->second;
}

}  // namespace

std::vector<Issue> assembly_issues(const AssembledDocument& document, const std::vector<int>& scanned_twice) {
  std::vector<Issue> issues;
  for (const std::string& note : document.notes) issues.push_back({note, "", 0, std::nullopt, words_of(note)});
  for (const int page : document.unconfirmed)
    issues.push_back({"page-unconfirmed", "", page, std::nullopt,
                      "nothing on this page says for certain that it is of the same form as the first page here"});
  for (const int page : scanned_twice)
    issues.push_back({"page-twice", "", page, std::nullopt,
                      "this sheet was scanned twice; the better scan was read, the other is a duplicate"});
  return issues;
}

}  // namespace carescan::batch

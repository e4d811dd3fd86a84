#include "pipeline/rehearsal/match.hpp"

namespace carescan::rehearsal {
namespace {

PageMatch match_page(const TruthDocument& truth, const TruePage& page, const std::multimap<int, FoundPage>& pages,
                     const RunOutput& run) {
  PageMatch match;
  const auto [first, last] = pages.equal_range(page.source_page);
  for (auto found = first; found != last; ++found) {
    const bool right =
        run.documents.at(found->second.document).form == truth.form && found->second.number == page.number;
    if (right) return {PageMatch::Fate::right, found->second};
    match = {PageMatch::Fate::wrong, found->second};
  }
  return match;
}

}  // namespace

std::vector<PageMatch> match_pages(const TruthDocument& truth, const RunOutput& run) {
  std::vector<PageMatch> matches(truth.pages.size());
  const auto still_missing = [&](std::size_t i) { return matches[i].fate == PageMatch::Fate::missing; };
  for (const auto& [name, pages] : run.pages)
    if (same_source(name, truth.source))
      for (std::size_t i = 0; i < matches.size(); ++i)
        if (still_missing(i)) matches[i] = match_page(truth, truth.pages[i], pages, run);
  for (const auto& [name, pages] : run.quarantined)
    if (same_source(name, truth.source))
      for (std::size_t i = 0; i < matches.size(); ++i)
        if (still_missing(i) && pages.contains(truth.pages[i].source_page))
          matches[i].fate = PageMatch::Fate::quarantined;
  return matches;
}

}  // namespace carescan::rehearsal

#include "pipeline/batch/quarantine_why.hpp"

#include <fmt/format.h>

#include <cmath>

namespace carescan::batch {
namespace {

int percent(double share) {
  return static_cast<int>(std::lround(100 * share));
}

std::string name_of(const imaging::Registration& candidate, const Catalogue& catalogue) {
  const auto& page = catalogue.pages[static_cast<std::size_t>(candidate.print)];
  const FormTemplate& form = catalogue.forms[page.form];
  return fmt::format("{} {} page {}", form.id, form.version, page.number);
}

std::string with_share(const imaging::Registration& candidate, const Catalogue& catalogue) {
  return fmt::format("{} ({} % of its printing found)", name_of(candidate, catalogue), percent(candidate.support));
}

/// What the best candidate has too little of.
std::string shortage(const imaging::Registration& best, const imaging::RegisterOptions& needs) {
  std::string text;
  if (best.support < needs.min_support) text += fmt::format(", needs {} % of the printing", percent(needs.min_support));
  if (best.inliers < needs.min_inliers)
    text += fmt::format(", found in {} places and needs {}", best.inliers, needs.min_inliers);
  if (best.spread < needs.min_spread)
    text +=
        fmt::format(", spread over {} % of the sheet and needs {} %", percent(best.spread), percent(needs.min_spread));
  return text;
}

}  // namespace

std::string quarantine_why(const imaging::Identification& who, const Catalogue& catalogue,
                           const imaging::RegisterOptions& needs) {
  if (who.reason == "too-few-features") return "Too little is printed on it to compare it with a form.";
  if (who.candidates.empty() || who.candidates.front().inliers == 0)
    return "None of the forms' printing was found on it.";
  const imaging::Registration& best = who.candidates.front();
  const std::string first = with_share(best, catalogue);
  const std::string second =
      who.candidates.size() > 1 ? " Second: " + with_share(who.candidates[1], catalogue) + "." : "";
  if (who.reason == "two-forms-alike" && who.candidates.size() > 1)
    return fmt::format("{} and {} fit it almost equally well; the better one must fit {:.2f} times as well.", first,
                       with_share(who.candidates[1], catalogue), needs.min_margin);
  if (who.reason == "residual-too-large")
    return fmt::format(
        "Best: {}, but the printing lies {:.1f} mm from where it should be, and {:.1f} mm is the most.{}", first,
        best.printing_mm, needs.max_residual_mm, second);
  return fmt::format("Best: {}{}.{}", first, shortage(best, needs), second);
}

}  // namespace carescan::batch

#include "pipeline/review/reviewers.hpp"

#include <algorithm>

namespace carescan::review {

void Reviewers::remember(std::size_t document, const batch::Correction& line) {
  if (line.act == batch::Act::undo) {
    for (auto& [name, reviewer] : reviewers_)
      std::erase_if(reviewer.said, [&](const Said& said) { return said.number == line.undoes; });
    return;
  }
  Reviewer& who = reviewers_[line.by];
  const auto at = std::ranges::upper_bound(who.said, line.number, {}, &Said::number);
  who.said.insert(at, {line.number, document, line.field});
  if (line.seconds) who.seconds.push_back(*line.seconds);
  if (line.act != batch::Act::rekey) return;
  ++rekeyed_;
  rekey_agreed_ += line.settles ? 1 : 0;
  if (!line.was_accepted) return;
  ++audited_;
  audit_agreed_ += line.settles ? 1 : 0;
}

std::optional<Reviewers::Said> Reviewers::last(const std::string& reviewer) const {
  const auto who = reviewers_.find(reviewer);
  if (who == reviewers_.end() || who->second.said.empty()) return std::nullopt;
  return who->second.said.back();
}

void Reviewers::pass_over(const std::string& reviewer, long number) {
  std::erase_if(reviewers_[reviewer].said, [&](const Said& said) { return said.number == number; });
}

void Reviewers::add_to(Progress& progress, const std::string& reviewer) const {
  progress.rekeyed = rekeyed_;
  progress.rekey_agreed = rekey_agreed_;
  progress.audited = audited_;
  progress.audit_agreed = audit_agreed_;
  const auto who = reviewers_.find(reviewer);
  if (who == reviewers_.end()) return;
  progress.mine = static_cast<long>(who->second.said.size());
  std::vector<double> seconds = who->second.seconds;
  if (seconds.empty()) return;
  const auto middle = seconds.begin() + static_cast<long>(seconds.size() / 2);
  std::ranges::nth_element(seconds, middle);
  progress.seconds_per_field = *middle;
}

}  // namespace carescan::review

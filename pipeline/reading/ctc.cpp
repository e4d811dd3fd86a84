#include "pipeline/reading/ctc.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_map>

#include "pipeline/model/text.hpp"

namespace carescan::reading {
namespace {

/// A beginning of a text, and the probability of the steps so far that lay it out: ending in a blank, or in its last
/// character. `node` is where it stands in a list, `share` how common what was finished before it is.
struct Beginning {
  std::string text;
  int node = Phrases::root;
  double share = 1, blank = 0, character = 0;
  double p() const { return blank + character; }
};

struct Beam {
  std::size_t width;
  double least_p;  ///< characters below this are not tried at a step
};

/// A list's tree is sparse, so unlikely characters are tried there, too: one poor letter must not lose a word.
constexpr Beam free_beam{24, 1e-3}, list_beam{120, 1e-6};
/// How often one entry of a list is followed by another.
constexpr double another = 0.15;

std::size_t class_of(char c) {
  static const auto classes = [] {
    std::array<std::size_t, 128> out{};
    out.fill(line_blank);
    for (std::size_t i = 0; i < line_characters.size(); ++i) out[static_cast<std::size_t>(line_characters[i])] = i;
    return out;
  }();
  return classes[static_cast<std::size_t>(c)];
}

using Step = std::array<float, line_outputs>;

/// The beginnings of one step by text and node; equal ones are added up.
class Next {
 public:
  Beginning& of(const std::string& text, int node, double share) {
    const auto [place, fresh] = places_.try_emplace(text + '\0' + std::to_string(node), all_.size());
    if (fresh) all_.push_back({.text = text, .node = node, .share = share});
    return all_[place->second];
  }
  std::vector<Beginning> best(std::size_t width) {
    const auto likelier = [](const Beginning& a, const Beginning& b) {
      return a.p() != b.p() ? a.p() > b.p() : a.text < b.text;
    };
    std::ranges::sort(all_, likelier);
    if (all_.size() > width) all_.resize(width);
    return std::move(all_);
  }

 private:
  std::vector<Beginning> all_;
  std::unordered_map<std::string, std::size_t> places_;
};

/// The beginning as it is (no character, or its last one goes on) and as `character` at `node` makes it longer.
void stay(const Beginning& from, const Step& step, Next& next) {
  Beginning& same = next.of(from.text, from.node, from.share);
  same.blank += from.p() * static_cast<double>(step[line_blank]);
  if (!from.text.empty()) same.character += from.character * static_cast<double>(step[class_of(from.text.back())]);
}

void extend(const Beginning& from, const Step& step, char character, int node, double share, const Beam& beam,
            Next& next) {
  const double p = static_cast<double>(step[class_of(character)]);
  if (p < beam.least_p) return;
  const bool twice = !from.text.empty() && from.text.back() == character;
  next.of(from.text + character, node, share).character += (twice ? from.blank : from.p()) * p;
}

/// Runs the beam; `longer(beginning, extend)` names the characters that may follow. Returns what stands at the end with
/// probabilities relative to `scale`, which is the logarithm of one for all.
template <class Longer>
std::vector<Beginning> search(const LineScores& line, const Beam& beam, const Longer& longer) {
  std::vector<Beginning> now{{.text = {}, .blank = 1}};
  for (const Step& step : line.steps) {
    Next next;
    for (const Beginning& from : now) {
      stay(from, step, next);
      longer(from, [&](char c, int node, double share) { extend(from, step, c, node, share, beam, next); });
    }
    now = next.best(beam.width);
  }
  return now;
}

template <class Text>
void keep_likeliest(std::vector<Text>& texts, std::size_t count) {
  std::ranges::sort(texts, [](const Text& a, const Text& b) { return a.p != b.p ? a.p > b.p : a.text < b.text; });
  if (texts.size() > count) texts.resize(count);
}

}  // namespace

std::vector<LikelyText> likeliest_texts(const LineScores& line, const std::string& allowed, std::size_t count) {
  const std::string characters = allowed.empty() ? std::string(line_characters) : allowed;
  const auto found = search(line, free_beam, [&](const Beginning&, const auto& extend) {
    for (const char c : characters)
      if (class_of(c) != line_blank) extend(c, Phrases::root, 1);
  });
  std::map<std::string, double> texts;
  for (const Beginning& one : found) texts[trimmed(one.text)] += one.p();
  std::vector<LikelyText> out;
  for (const auto& [text, p] : texts) out.push_back({text, p});
  keep_likeliest(out, count);
  return out;
}

std::vector<ListedText> listed_texts(const LineScores& line, const Phrases& phrases, std::size_t count) {
  const auto found = search(line, list_beam, [&](const Beginning& from, const auto& extend) {
    for (const auto& [c, node] : phrases[from.node].next) extend(c, node, from.share);
    const double share = phrases[from.node].share;
    if (share > 0) extend(' ', Phrases::root, from.share * share * another);
  });
  std::map<std::string, ListedText> texts;
  for (const Beginning& one : found) {
    const double share = one.share * phrases[one.node].share;
    if (share <= 0) continue;
    ListedText& text = texts[one.text];
    text = {one.text, text.p + one.p() * share, text.share + share};
  }
  std::vector<ListedText> out;
  for (const auto& [text, listed] : texts) out.push_back(listed);
  keep_likeliest(out, count);
  return out;
}

}  // namespace carescan::reading

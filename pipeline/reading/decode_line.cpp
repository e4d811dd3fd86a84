#include "pipeline/reading/decode_line.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace carescan::reading {
namespace {

/// How often what people write in a field with a list is on the list, and how often it is but for one character
/// (Kathryn, Kathlyn): a name that is not there is read as it stands as soon as its ink is clear.
constexpr double listed = 0.5, near_listed = 0.1;
/// Of how many equally likely letters the net takes each to be one, before it looks at the ink.
constexpr double letters = 20;
/// Other characters that may stand for one of an entry.
constexpr double others = 50;
constexpr std::size_t kept = 5, looked_at = 20;

/// What a list makes of the net's own belief in a text of this length, before it is shared among the entries.
double freed(const std::string& text) {
  return std::pow(letters, static_cast<double>(text.size()));
}

/// Whether one text becomes the other by changing, adding or leaving out one character.
bool differ_by_one(const std::string& a, const std::string& b) {
  if (a.size() > b.size()) return differ_by_one(b, a);
  if (b.size() - a.size() > 1 || a == b) return false;
  const auto at = std::ranges::mismatch(a, b);
  return std::equal(at.in1 + (a.size() == b.size()), a.end(), at.in2 + 1, b.end());
}

void sort_and_cut(std::vector<LikelyText>& texts) {
  std::ranges::sort(texts,
                    [](const LikelyText& a, const LikelyText& b) { return a.p != b.p ? a.p > b.p : a.text < b.text; });
  if (texts.size() > kept) texts.resize(kept);
}

/// How often a text is written that is an entry but for one character.
double share_near(const std::string& text, const std::vector<ListedText>& entries) {
  double share = 0;
  for (const ListedText& entry : entries)
    if (differ_by_one(text, entry.text)) share += entry.share / (others * static_cast<double>(entry.text.size()));
  return share;
}

/// The weights of all texts under a list: the net's own, those of entries, and those near entries. Returns their sum.
double weigh(std::vector<LikelyText>& texts, const std::vector<ListedText>& entries) {
  double total = 1 - listed - near_listed;
  for (LikelyText& text : texts) {
    const double near = near_listed * share_near(text.text, entries) * freed(text.text) * text.p;
    text.p = text.p * (1 - listed - near_listed) + near;
    total += near;
  }
  for (const ListedText& entry : entries) {
    const double weight = listed * entry.p * freed(entry.text);
    total += weight;
    const auto same = std::ranges::find(texts, entry.text, &LikelyText::text);
    if (same == texts.end())
      texts.push_back({entry.text, weight});
    else
      same->p += weight;
  }
  return total;
}

}  // namespace

DecodedLine decode_line(const LineScores& line, const std::string& alphabet, const Phrases* phrases) {
  std::vector<LikelyText> texts = likeliest_texts(line, alphabet, looked_at);
  const std::string by_ink = texts.empty() ? "" : texts.front().text;
  const double total = phrases && !phrases->empty() ? weigh(texts, listed_texts(line, *phrases, looked_at)) : 1;
  std::erase_if(texts, [](const LikelyText& text) { return text.text.empty(); });
  for (LikelyText& text : texts) text.p /= total;
  sort_and_cut(texts);
  return {std::move(texts), by_ink};
}

}  // namespace carescan::reading

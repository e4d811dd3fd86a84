#include "pipeline/reading/decode_line.hpp"

#include <algorithm>
#include <cmath>

namespace carescan::reading {
namespace {

/// How often what people write in a field with a list is on the list.
constexpr double listed = 0.5;
/// Of how many equally likely letters the net takes each to be one, before it looks at the ink.
constexpr double letters = 8;
constexpr std::size_t kept = 5;

}  // namespace

std::vector<LikelyText> decode_line(const LineScores& line, const std::string& alphabet, const Phrases* phrases) {
  std::vector<LikelyText> texts = likeliest_texts(line, alphabet, 4 * kept);
  double total = 1;
  if (phrases && !phrases->empty()) {
    for (LikelyText& text : texts) text.p *= 1 - listed;
    total -= listed;
    for (const ListedText& found : listed_texts(line, *phrases, 4 * kept)) {
      const double weight = listed * found.p * std::pow(letters, static_cast<double>(found.text.size()));
      total += weight;
      const auto same = std::ranges::find(texts, found.text, &LikelyText::text);
      if (same == texts.end())
        texts.push_back({found.text, weight});
      else
        same->p += weight;
    }
  }
  std::erase_if(texts, [](const LikelyText& text) { return text.text.empty(); });
  for (LikelyText& text : texts) text.p /= total;
  std::ranges::sort(texts,
                    [](const LikelyText& a, const LikelyText& b) { return a.p != b.p ? a.p > b.p : a.text < b.text; });
  if (texts.size() > kept) texts.resize(kept);
  return texts;
}

}  // namespace carescan::reading

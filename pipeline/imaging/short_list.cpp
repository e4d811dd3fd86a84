#include "pipeline/imaging/short_list.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "pipeline/imaging/print_impl.hpp"

namespace carescan::imaging {
namespace {

/// Each word once: the corners of fifty checkboxes say no more than those of one.
std::vector<unsigned> words_of(const cv::Mat& descriptors, int piece) {
  std::vector<unsigned> words;
  for (int row = 0; row < descriptors.rows; ++row) words.push_back(word(descriptors.ptr(row), piece));
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

/// Adds, for one word of the page, what it says for each print that has it.
void vote(int piece, unsigned w, const std::vector<PagePrint>& prints, std::vector<double>& votes,
          std::vector<std::size_t>& having) {
  having.clear();
  for (std::size_t i = 0; i < prints.size(); ++i)
    if (prints[i].impl().words.has(piece, w)) having.push_back(i);
  if (having.empty()) return;
  const double weight = std::log((1.0 + static_cast<double>(prints.size())) / static_cast<double>(having.size()));
  for (const std::size_t i : having) votes[i] += weight;
}

}  // namespace

std::vector<int> short_list(const cv::Mat& page_descriptors, const std::vector<PagePrint>& prints, int most) {
  std::vector<int> order(prints.size());
  std::iota(order.begin(), order.end(), 0);
  if (static_cast<int>(prints.size()) <= most) return order;
  std::vector<double> votes(prints.size());
  std::vector<std::size_t> having;
  for (int piece = 0; piece < FeatureWords::pieces; ++piece)
    for (const unsigned w : words_of(page_descriptors, piece)) vote(piece, w, prints, votes, having);
  for (std::size_t i = 0; i < prints.size(); ++i)  // a print with more words catches more by chance
    votes[i] /= std::sqrt(1.0 + prints[i].feature_count());
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return votes[static_cast<std::size_t>(a)] > votes[static_cast<std::size_t>(b)];
  });
  order.resize(static_cast<std::size_t>(most));
  return order;
}

}  // namespace carescan::imaging

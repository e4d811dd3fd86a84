#include "pipeline/review/near_words.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

namespace carescan::review {
namespace {

constexpr double look_alike = 0.5, other_case = 0.1, after_crossing_out = 1;

char small(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Letters that are taken for each other in handwriting.
bool alike(char a, char b) {
  static constexpr std::array<std::string_view, 9> groups{"aoecdu", "rvn", "nmuw", "hbkl", "ilj1t;!\\",
                                                          "gqy9",   "sS5", "SJ",   "CGO"};
  return std::ranges::any_of(groups, [&](std::string_view group) {
    return group.find(a) != std::string_view::npos && group.find(b) != std::string_view::npos;
  });
}

double cost_of(char a, char b) {
  if (a == b) return 0;
  if (small(a) == small(b)) return other_case;
  return alike(a, b) || alike(small(a), small(b)) ? look_alike : 1;
}

using Costs = std::array<std::array<double, 256>, 256>;

/// Of every pair of bytes, as a screen of suggestions compares millions.
const Costs& costs() {
  static const auto all = [] {
    auto table = std::make_unique<Costs>();
    for (std::size_t a = 0; a < 256; ++a)
      for (std::size_t b = 0; b < 256; ++b) (*table)[a][b] = cost_of(static_cast<char>(a), static_cast<char>(b));
    return table;
  }();
  return *all;
}

std::string last_word(const std::string& text) {
  const std::size_t space = text.find_last_of(' ');
  return space == std::string::npos ? text : text.substr(space + 1);
}

/// As `distance`; anything above `most` where it is more than that.
double distance_up_to(const std::string& read, const std::string& word, double most) {
  const auto longer = static_cast<double>(std::max(read.size(), word.size()) - std::min(read.size(), word.size()));
  if (longer > most) return longer;
  thread_local std::vector<double> row;
  row.resize(word.size() + 1);
  for (std::size_t j = 0; j <= word.size(); ++j) row[j] = static_cast<double>(j);
  for (std::size_t i = 0; i < read.size(); ++i) {
    const auto& cost = costs()[static_cast<unsigned char>(read[i])];
    double diagonal = std::exchange(row[0], static_cast<double>(i + 1)), least = row[0];
    for (std::size_t j = 0; j < word.size(); ++j) {
      const double best = std::min({row[j] + 1, row[j + 1] + 1, diagonal + cost[static_cast<unsigned char>(word[j])]});
      diagonal = std::exchange(row[j + 1], best);
      least = std::min(least, best);
    }
    if (least > most) return least;  // no way on becomes shorter
  }
  return row.back();
}

}  // namespace

double distance(const std::string& read, const std::string& word) {
  return distance_up_to(read, word, static_cast<double>(read.size() + word.size()));
}

std::vector<std::string> nearest(const std::string& read, const std::vector<std::string>& words, std::size_t most) {
  struct Near {
    double distance;
    std::size_t at;
    auto operator<=>(const Near&) const = default;
  };
  const std::string last = last_word(read);
  std::vector<Near> near;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const double limit = static_cast<double>(words[i].size()) / 2;
    double far = distance_up_to(read, words[i], limit);
    if (last != read) far = std::min(far, after_crossing_out + distance_up_to(last, words[i], limit));
    if (far <= limit && words[i] != read) near.push_back({far, i});
  }
  const std::size_t kept = std::min(most, near.size());
  std::ranges::partial_sort(near, near.begin() + static_cast<std::ptrdiff_t>(kept));
  std::vector<std::string> out;
  for (std::size_t i = 0; i < kept; ++i) out.push_back(words[near[i].at]);
  return out;
}

}  // namespace carescan::review

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace carescan::reading {

/// The entries of a word list as a tree of characters, each as it is listed, in capitals and in small letters: people
/// write "Smith", "SMITH" and "smith".
class Phrases {
 public:
  /// From a list's entries; those with characters outside ASCII are left out, as the net cannot write them.
  explicit Phrases(const std::vector<std::string>& entries);

  struct Node {
    std::vector<std::pair<char, int>> next;  ///< character and node, sorted
    double share = 0;                        ///< of all entries in all their ways, that end here; 0: none does
  };
  const Node& operator[](int node) const { return nodes_[static_cast<std::size_t>(node)]; }
  static constexpr int root = 0;
  bool empty() const { return nodes_.size() < 2; }

  /// Whether the text is two entries or more with spaces between, and not an entry itself.
  bool are_several(const std::string& text) const;

 private:
  void add(const std::string& text, double share);
  bool has(std::string_view entry) const;

  std::vector<Node> nodes_;
};

}  // namespace carescan::reading

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/drafting/text_blocks.hpp"

namespace carescan::drafting {

/// The words of a page, each used for one thing only.
class PageText {
 public:
  explicit PageText(std::vector<TextBlock> blocks) : blocks_(std::move(blocks)), used_(blocks_.size(), false) {}

  const std::vector<TextBlock>& blocks() const { return blocks_; }
  bool is_used(std::size_t block) const { return used_[block]; }
  const TextBlock& use(std::size_t block) {
    used_[block] = true;
    return blocks_[block];
  }

  /// The nearest unused block that begins to the right of a box on its line, at most so far away.
  std::optional<std::size_t> right_of(const BoxMm&, double within_mm) const;
  /// The nearest unused block that ends to the left of a box on its line.
  std::optional<std::size_t> left_of(const BoxMm&, double within_mm) const;
  /// The nearest unused block above a box that begins where the box does (± `aside_mm`).
  std::optional<std::size_t> above(const BoxMm&, double within_mm, double aside_mm) const;
  /// The words of the nearest heading (white on a bar) above a box, near its left side; empty where there is none.
  std::string heading_above(const BoxMm&, double within_mm) const;
  /// Unused blocks whose middle lies in a box.
  std::vector<std::size_t> inside(const BoxMm&) const;

 private:
  std::vector<TextBlock> blocks_;
  std::vector<bool> used_;
};

}  // namespace carescan::drafting

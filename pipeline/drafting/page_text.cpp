#include "pipeline/drafting/page_text.hpp"

#include "pipeline/drafting/geometry.hpp"

namespace carescan::drafting {

namespace {

constexpr double on_line = 0.4, overlap_mm = 0.8;

/// The block with the smallest distance that `distance` gives; nothing where it gives none.
template <typename Distance>
std::optional<std::size_t> nearest(const std::vector<TextBlock>& blocks, const std::vector<bool>& used,
                                   const Distance& distance) {
  std::optional<std::size_t> best;
  double least = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (used[i] || blocks[i].is_heading) continue;
    const std::optional<double> mm = distance(blocks[i].box);
    if (mm && (!best || *mm < least)) {
      best = i;
      least = *mm;
    }
  }
  return best;
}

}  // namespace

std::optional<std::size_t> PageText::right_of(const BoxMm& box, double within_mm) const {
  return nearest(blocks_, used_, [&](const BoxMm& text) -> std::optional<double> {
    const double gap = text.x - box.right();
    return beside(box, text) > on_line && gap > -overlap_mm && gap < within_mm ? std::optional(gap) : std::nullopt;
  });
}

std::optional<std::size_t> PageText::left_of(const BoxMm& box, double within_mm) const {
  return nearest(blocks_, used_, [&](const BoxMm& text) -> std::optional<double> {
    const double gap = box.x - text.right();
    return beside(box, text) > on_line && gap > -overlap_mm && gap < within_mm ? std::optional(gap) : std::nullopt;
  });
}

std::optional<std::size_t> PageText::above(const BoxMm& box, double within_mm, double aside_mm) const {
  return nearest(blocks_, used_, [&](const BoxMm& text) -> std::optional<double> {
    const double gap = box.y - text.bottom();
    return gap > -1.5 && gap < within_mm && near(text.x, box.x, aside_mm) ? std::optional(gap) : std::nullopt;
  });
}

std::string PageText::heading_above(const BoxMm& box, double within_mm) const {
  const TextBlock* nearest = nullptr;
  for (const TextBlock& block : blocks_) {
    const double gap = box.y - block.box.bottom();
    if (block.is_heading && gap > -1 && gap < within_mm && block.box.x > box.x - 1 &&
        block.box.x < box.x + box.width / 3 && (nearest == nullptr || block.box.y > nearest->box.y))
      nearest = &block;
  }
  return nearest == nullptr ? "" : nearest->text;
}

std::vector<std::size_t> PageText::inside(const BoxMm& box) const {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < blocks_.size(); ++i)
    if (!used_[i] && holds(box, middle(blocks_[i].box))) found.push_back(i);
  return found;
}

}  // namespace carescan::drafting

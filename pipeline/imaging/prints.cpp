#include "pipeline/imaging/prints.hpp"

#include "pipeline/imaging/print_impl.hpp"
#include "pipeline/imaging/short_list.hpp"

namespace carescan::imaging {
namespace {

/// The index and the arrays it looks into, in one life.
struct Owned {
  OwnWordIndex arrays;
  WordIndex index;
};

std::shared_ptr<const WordIndex> indexed(const std::vector<PagePrint>& prints) {
  std::vector<IndexedPrint> listed;
  for (const PagePrint& p : prints) listed.push_back({p.impl().features, p.width_mm(), p.height_mm()});
  auto owned = std::make_shared<Owned>();
  owned->arrays = index_words(listed);
  owned->index = owned->arrays.view();
  return {owned, &owned->index};
}

}  // namespace

Prints::Prints(std::vector<PagePrint> prints) : prints_(std::move(prints)), index_(indexed(prints_)) {}

Prints::Prints(std::vector<PagePrint> prints, std::shared_ptr<const WordIndex> index)
    : prints_(std::move(prints)), index_(std::move(index)) {}

}  // namespace carescan::imaging

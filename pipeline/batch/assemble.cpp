#include "pipeline/batch/assemble.hpp"

#include <algorithm>

namespace carescan::batch {
namespace {

/// A document that is still growing, and in which direction its page numbers go: +1, -1, or 0 while it has one page.
struct Growing {
  AssembledDocument document;
  int direction = 0;
};

bool continues(const Growing& growing, const SortedPage& page) {
  if (growing.document.form != page.form) return false;
  const int step = page.form_page - growing.document.pages.back().form_page;
  return growing.direction == 0 ? step == 1 || step == -1 : step == growing.direction;
}

void add(Growing& growing, const SortedPage& page) {
  growing.direction = page.form_page - growing.document.pages.back().form_page;
  growing.document.pages.push_back(page);
}

}  // namespace

std::vector<AssembledDocument> assemble(const std::vector<SortedPage>& pages) {
  std::vector<Growing> growing;
  for (const SortedPage& page : pages) {
    if (!growing.empty() && continues(growing.back(), page))
      add(growing.back(), page);
    else
      growing.push_back({{page.form, {page}}, 0});
  }
  std::vector<AssembledDocument> documents;
  for (Growing& g : growing) {
    if (g.direction < 0) std::reverse(g.document.pages.begin(), g.document.pages.end());
    documents.push_back(std::move(g.document));
  }
  return documents;
}

}  // namespace carescan::batch

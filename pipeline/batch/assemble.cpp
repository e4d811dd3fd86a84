#include "pipeline/batch/assemble.hpp"

#include <algorithm>

namespace carescan::batch {
namespace {

bool has_page(const AssembledDocument& document, int number) {
  return std::any_of(document.pages.begin(), document.pages.end(),
                     [&](const SortedPage& p) { return p.form_page == number; });
}

bool continues(const AssembledDocument& document, const SortedPage& page) {
  return document.form == page.form && page.form_page != 1 && !has_page(document, page.form_page);
}

}  // namespace

std::vector<AssembledDocument> assemble(const std::vector<SortedPage>& pages) {
  std::vector<AssembledDocument> documents;
  for (const SortedPage& page : pages) {
    if (documents.empty() || !continues(documents.back(), page)) documents.push_back({page.form, {}, false});
    AssembledDocument& document = documents.back();
    const int expected = document.pages.empty() ? 1 : document.pages.back().form_page + 1;
    if (page.form_page != expected) document.out_of_order = true;
    document.pages.push_back(page);
  }
  for (AssembledDocument& document : documents)
    std::sort(document.pages.begin(), document.pages.end(),
              [](const SortedPage& a, const SortedPage& b) { return a.form_page < b.form_page; });
  return documents;
}

}  // namespace carescan::batch

#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace carescan::batch {

/// A page of a source that belongs to a form.
struct SortedPage {
  std::size_t source_index;  ///< position in the source, from 0
  std::size_t form;          ///< index into the catalogue's forms
  int form_page;             ///< template page number
};

/// One filled form: its pages in template order, and whether their order in the source was odd.
struct AssembledDocument {
  std::size_t form = 0;
  std::vector<SortedPage> pages;
  bool out_of_order = false;
};

/// Puts the pages of one source together, in the order they lie in it: a new document begins where the form changes,
/// where a page of the form comes a second time, or where page 1 comes after another page was there. Blank and strange
/// pages between are passed over. Pages of two people are never joined on purpose; what the order cannot tell (one
/// form's last page missing and the next one's first) shows as a gap or as `out_of_order`, which becomes an Issue.
std::vector<AssembledDocument> assemble(const std::vector<SortedPage>& pages);

}  // namespace carescan::batch

#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace carescan::batch {

/// A page of a source that belongs to a form.
struct SortedPage {
  std::size_t source_index;   ///< position in the source, from 0
  std::size_t form;           ///< index into the catalogue's forms
  int form_page;              ///< template page number
  std::string instance = {};  ///< of the paper, from its printed code: see FormPageRead::instance
};

/// One filled form: its pages in template order.
struct AssembledDocument {
  std::size_t form = 0;
  std::vector<SortedPage> pages;
};

/// Puts the pages of one source together, in the order they lie in it: a document is a run of pages of one form whose
/// numbers rise by one, or fall by one (a stack scanned from the back). Anything else begins a new document, so that
/// pages of two people are not joined for want of a better place: what is missing then shows as missing. Blank and
/// strange pages between are passed over. Two forms whose runs happen to complete each other (one lacks its last
/// pages, the next its first) cannot be told by order: the rule `same_person` of the form is there for that.
std::vector<AssembledDocument> assemble(const std::vector<SortedPage>& pages);

}  // namespace carescan::batch

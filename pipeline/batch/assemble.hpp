#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/records/person_marks.hpp"

namespace carescan::batch {

/// A page of a source that belongs to a form.
struct SortedPage {
  std::size_t source_index = 0;               ///< position in the source, from 0
  std::size_t form = 0;                       ///< index into the catalogue's forms
  int form_page = 1;                          ///< template page number
  std::string instance{};                     ///< of the paper, from its printed code: see FormPageRead::instance
  int separators_before = 0;                  ///< separator sheets before it in the source
  int lost_before = 0;                        ///< pages before it in the source that failed or that no form claims
  std::vector<records::PersonMark> person{};  ///< what the page says of whose it is
};

/// One filled form: its pages in template order, and what a person must know of how they came together.
struct AssembledDocument {
  std::size_t form = 0;
  std::vector<SortedPage> pages{};
  /// "pages-shuffled", "pages-parted", "pages-unsorted", "code-repeated": docs/decisions/assembly.md.
  std::vector<std::string> notes{};
  /// Template pages of which nothing says that they are of the same form as the first page here: their fields go to a
  /// person ("page-unconfirmed").
  std::vector<int> unconfirmed{};
};

/// Puts the pages of one source together, each in exactly one document. In this order: separators cut; pages with one
/// printed number belong together and with two never; runs of page numbers that rise by one, or fall by one (a stack
/// scanned from the back); incomplete runs beside each other are joined or parted by what identifies the person, or
/// left as they are. A run is believed for its order alone only where it is complete, nothing unread lies within it and
/// the runs beside it are complete too; else what no identifier confirms is named in `unconfirmed`. Blank and
/// upside-down pages are no reason for anything. `forms` tells how many pages each form has.
std::vector<AssembledDocument> assemble(const std::vector<SortedPage>& pages, const std::vector<FormTemplate>& forms);

}  // namespace carescan::batch

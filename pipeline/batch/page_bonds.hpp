#pragma once

#include <vector>

#include "pipeline/batch/page_runs.hpp"

namespace carescan::batch {

/// Whether two pages are one person's, by the printed number where both have one, else by what identifies the person.
records::Owner bond(const SortedPage&, const SortedPage&);

/// True where a page of `a` and one of `b` say so, and no two say otherwise.
bool bound(const PageGroup& a, const PageGroup& b);

/// True where two of the pages are surely not one person's: two printed numbers, or two NHS numbers.
bool contradicts_itself(const PageGroup&);

/// The pages by person: those that identifiers tie together, directly or through others, in one part. Nothing where
/// that is not clear: a part would have a page number twice, or two pages in it that are unlike.
std::vector<PageGroup> parts_by_person(const std::vector<SortedPage>& pages);

/// The parts of a group that is plainly two people's or more: each of two pages at least that agree, and every page
/// unlike every page of another part. Nothing where it is not.
std::vector<PageGroup> opposed_parts(const PageGroup&);

/// The template pages that identifiers do not tie to the group's first page. A page whose person agrees with one of the
/// `rivals` as well (two people of one name in a pile) is not tied by its person.
std::vector<int> unbound_pages(const PageGroup&, const std::vector<const PageGroup*>& rivals);

/// The template pages that are unlike the first page that says whose it is. Where that is the group's first page
/// the form's rule `same_person` compares what it ties together, and here only NHS numbers count.
std::vector<int> pages_unlike_first_named(const PageGroup&);

}  // namespace carescan::batch

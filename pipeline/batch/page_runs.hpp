#pragma once

#include <string>
#include <vector>

#include "pipeline/batch/assemble.hpp"

namespace carescan::batch {

/// Pages between two separators, of one form, that are taken for one filled form, in the order they lie in the source.
struct PageGroup {
  std::vector<SortedPage> pages{};
  bool in_order = true;      ///< the page numbers rise or fall by one, all the way, and that says something
  bool interrupted = false;  ///< something that is not known, or another form, lies among them
  std::vector<std::string> notes{};
};

bool has_page(const PageGroup&, int form_page);
/// The instance of the group's pages; empty where none has one.
std::string instance_of(const PageGroup&);
/// True where no page number is in both and no two instances meet.
bool could_be_one(const PageGroup&, const PageGroup&);

/// Pages of one form between two separators, as runs: each number follows the one before by a step of one that never
/// turns round, and no two instances are in one run. `interruptions[i]` counts what lies before page i in the source
/// that is neither blank nor of this form. A form of two pages goes one way all through, the one that leaves fewer
/// runs: 2 1 2 1 2 is a pile that lacks its first sheet, or one from the back that lacks its last. Where that is not
/// clear, or pages of a pile from the back were not read, no run is `in_order`.
std::vector<PageGroup> page_runs(const std::vector<SortedPage>& pages, const std::vector<int>& interruptions,
                                 std::size_t form_pages);

/// Joins runs that bear the same printed number, wherever they lie. A page without number goes along with its run where
/// its place is free.
std::vector<PageGroup> joined_by_instance(std::vector<PageGroup> runs);

/// Printed numbers that stand on two pages of the same number: somebody copied a numbered form. They tell nothing
/// apart.
std::vector<std::string> repeated_instances(const std::vector<SortedPage>& pages);

}  // namespace carescan::batch

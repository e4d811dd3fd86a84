#include "pipeline/batch/assemble.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <utility>

#include "pipeline/batch/page_bonds.hpp"
#include "pipeline/batch/page_runs.hpp"

namespace carescan::batch {
namespace {

/// The pages of one form between two separators, and what lies among them.
struct Heap {
  std::size_t form = 0;
  std::vector<SortedPage> pages;
  std::vector<int> interruptions;  ///< before each page: lost pages and pages of other forms
};

/// In the order of their first pages.
std::vector<Heap> heaps_of(const std::vector<SortedPage>& pages) {
  std::vector<Heap> heaps;
  std::map<std::pair<int, std::size_t>, std::size_t> known;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const auto [place, is_new] = known.try_emplace({pages[i].separators_before, pages[i].form}, heaps.size());
    if (is_new) heaps.push_back({pages[i].form, {}, {}});
    Heap& heap = heaps[place->second];
    heap.interruptions.push_back(pages[i].lost_before + static_cast<int>(i - heap.pages.size()));
    heap.pages.push_back(pages[i]);
  }
  return heaps;
}

void note(PageGroup& group, const std::string& code) {
  if (std::ranges::find(group.notes, code) == group.notes.end()) group.notes.push_back(code);
}

bool is_complete(const PageGroup& group, std::size_t form_pages) {
  return group.pages.size() == form_pages;
}

/// True where the numbers rise all the way, or fall: gaps do not count.
bool is_monotonic(const PageGroup& group) {
  return std::ranges::is_sorted(group.pages, {}, &SortedPage::form_page) ||
         std::ranges::is_sorted(group.pages, std::greater{}, &SortedPage::form_page);
}

PageGroup joined(const std::vector<PageGroup>& groups) {
  PageGroup all{.in_order = false, .interrupted = true};
  for (const PageGroup& group : groups) {
    all.pages.insert(all.pages.end(), group.pages.begin(), group.pages.end());
    for (const std::string& code : group.notes) note(all, code);
  }
  std::ranges::sort(all.pages, {}, &SortedPage::source_index);
  return all;
}

bool all_could_be_one(const std::vector<PageGroup>& groups) {
  for (std::size_t i = 0; i < groups.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (!could_be_one(groups[i], groups[j])) return false;
  return true;
}

bool some_could_be_one(const std::vector<PageGroup>& groups) {
  for (std::size_t i = 0; i < groups.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (could_be_one(groups[i], groups[j])) return true;
  return false;
}

void note_all(std::vector<PageGroup>& groups, const std::string& code) {
  for (PageGroup& group : groups) note(group, code);
}

/// Runs of which none has a page of another's number: joined whole where that makes the form complete, else those that
/// an identifier ties together.
std::vector<PageGroup> repair_distinct(const std::vector<PageGroup>& runs, std::size_t form_pages) {
  const PageGroup all = joined(runs);
  std::vector<PageGroup> parts = opposed_parts(all);
  if (!parts.empty()) {
    note_all(parts, "pages-parted");
    return parts;
  }
  if (is_complete(all, form_pages) && !contradicts_itself(all)) return {all};
  std::vector<PageGroup> groups;
  for (const PageGroup& run : runs) {
    const auto whole = std::ranges::find_if(groups, [&](const PageGroup& group) { return bound(group, run); });
    if (whole == groups.end())
      groups.push_back(run);
    else
      *whole = joined({*whole, run});
  }
  if (is_complete(all, form_pages)) note_all(groups, "pages-unsorted");
  return groups;
}

/// Pages of several people, one among the other: parted by what identifies them, or left as runs.
std::vector<PageGroup> repair_mixed(std::vector<PageGroup> runs) {
  std::vector<SortedPage> pages;
  for (const PageGroup& run : runs) pages.insert(pages.end(), run.pages.begin(), run.pages.end());
  std::vector<PageGroup> parts = parts_by_person(pages);
  if (parts.empty()) {
    note_all(runs, "pages-unsorted");
    return runs;
  }
  for (PageGroup& part : parts) note(part, part.pages.size() > 1 ? "pages-parted" : "pages-unsorted");
  return parts;
}

/// Incomplete runs that lie beside each other.
std::vector<PageGroup> repaired(std::vector<PageGroup> runs, std::size_t form_pages) {
  if (runs.size() < 2) return runs;
  if (all_could_be_one(runs)) return repair_distinct(runs, form_pages);
  return some_could_be_one(runs) ? repair_mixed(std::move(runs)) : runs;
}

void append(std::vector<PageGroup>& to, std::vector<PageGroup> more) {
  std::ranges::move(more, std::back_inserter(to));
}

/// Every stretch of incomplete runs is repaired; complete ones stay, but for those that are plainly two people's.
std::vector<PageGroup> repair_all(const std::vector<PageGroup>& runs, std::size_t form_pages) {
  std::vector<PageGroup> groups, stretch;
  for (const PageGroup& run : runs) {
    if (!is_complete(run, form_pages)) {
      stretch.push_back(run);
      continue;
    }
    append(groups, repaired(std::exchange(stretch, {}), form_pages));
    std::vector<PageGroup> parts = opposed_parts(run);
    note_all(parts, "pages-parted");
    append(groups, parts.empty() ? std::vector{run} : std::move(parts));
  }
  append(groups, repaired(std::move(stretch), form_pages));
  std::ranges::sort(groups, {}, [](const PageGroup& group) { return group.pages.front().source_index; });
  return groups;
}

/// Pages that an identifier brought together although they lay out of order, or others lay among them.
void tell_mixing(std::vector<PageGroup>& groups) {
  for (PageGroup& group : groups) {
    if (group.in_order) continue;
    if (!is_monotonic(group)) note(group, "pages-shuffled");
    for (const PageGroup& other : groups)
      if (&other != &group && other.pages.front().source_index < group.pages.back().source_index &&
          group.pages.front().source_index < other.pages.back().source_index)
        note(group, "pages-parted");
  }
}

/// Groups of a heap, told apart as well as they can be. `copied` numbers are not used.
std::vector<PageGroup> groups_of(Heap heap, std::size_t form_pages, const std::vector<std::string>& copied) {
  const auto is_copied = [&](const SortedPage& page) {
    return std::ranges::find(copied, page.instance) != copied.end();
  };
  std::vector<std::size_t> concerned;
  for (SortedPage& page : heap.pages)
    if (is_copied(page)) {
      concerned.push_back(page.source_index);
      page.instance.clear();
    }
  std::vector<PageGroup> groups =
      repair_all(joined_by_instance(page_runs(heap.pages, heap.interruptions, form_pages)), form_pages);
  tell_mixing(groups);
  for (PageGroup& group : groups)
    for (const SortedPage& page : group.pages)
      if (std::ranges::find(concerned, page.source_index) != concerned.end()) note(group, "code-repeated");
  return groups;
}

/// Order alone is believed for a complete run between complete runs. One that was put together is no such neighbour:
/// the sheet that it was short of may have slipped into this one.
bool order_confirms(const std::vector<PageGroup>& groups, std::size_t i, std::size_t form_pages) {
  const auto is_run = [&](const PageGroup& group) { return group.in_order && is_complete(group, form_pages); };
  return is_run(groups[i]) && !groups[i].interrupted && !contradicts_itself(groups[i]) &&
         (i == 0 || is_run(groups[i - 1])) && (i + 1 == groups.size() || is_run(groups[i + 1]));
}

/// Groups whose person might be taken for this one's: those that lie next to it, six each way.
std::vector<const PageGroup*> rivals_of(const std::vector<PageGroup>& groups, std::size_t i) {
  std::vector<const PageGroup*> rivals;
  for (std::size_t k = i < 6 ? 0 : i - 6; k < std::min(groups.size(), i + 7); ++k)
    if (k != i) rivals.push_back(&groups[k]);
  return rivals;
}

}  // namespace

std::vector<AssembledDocument> assemble(const std::vector<SortedPage>& pages, const std::vector<FormTemplate>& forms) {
  std::vector<AssembledDocument> documents;
  std::map<std::size_t, std::vector<SortedPage>> by_form;
  for (const SortedPage& page : pages) by_form[page.form].push_back(page);
  std::map<std::size_t, std::vector<std::string>> copied;
  for (const auto& [form, of_form] : by_form) copied[form] = repeated_instances(of_form);
  for (const Heap& heap : heaps_of(pages)) {
    const std::size_t form_pages = forms[heap.form].pages.size();
    const std::vector<PageGroup> groups = groups_of(heap, form_pages, copied[heap.form]);
    for (std::size_t i = 0; i < groups.size(); ++i) {
      AssembledDocument document{heap.form, groups[i].pages, groups[i].notes, {}};
      document.unconfirmed = order_confirms(groups, i, form_pages) ? pages_unlike_first_named(groups[i])
                                                                   : unbound_pages(groups[i], rivals_of(groups, i));
      std::ranges::sort(document.pages, {}, &SortedPage::form_page);
      documents.push_back(std::move(document));
    }
  }
  std::ranges::stable_sort(documents, {}, [](const AssembledDocument& document) {
    return std::ranges::min(document.pages, {}, &SortedPage::source_index).source_index;
  });
  return documents;
}

}  // namespace carescan::batch

#include "pipeline/batch/page_bonds.hpp"

#include <algorithm>
#include <functional>

namespace carescan::batch {
namespace {

using records::Owner;

/// Beyond this many pages a heap is not sorted by comparing each with each.
constexpr std::size_t most_compared = 400;

bool unlike(const SortedPage& a, const SortedPage& b) {
  const Owner owner = bond(a, b);
  return owner == Owner::differs || owner == Owner::other;
}

/// Whether `test` holds for some page of a and some page of b.
bool any_pair(const PageGroup& a, const PageGroup& b,
              const std::function<bool(const SortedPage&, const SortedPage&)>& test) {
  return std::ranges::any_of(a.pages, [&](const SortedPage& x) {
    return std::ranges::any_of(b.pages, [&](const SortedPage& y) { return test(x, y); });
  });
}

bool agree(const SortedPage& a, const SortedPage& b) {
  return bond(a, b) == Owner::same;
}

/// Pages reached from `first` by agreement; they are taken out of `left`.
PageGroup reached_from(const SortedPage& first, std::vector<SortedPage>& left) {
  PageGroup part{.pages = {first}, .in_order = false, .interrupted = true};
  for (std::size_t next = 0; next < part.pages.size(); ++next) {
    const SortedPage from = part.pages[next];
    const auto tied =
        std::stable_partition(left.begin(), left.end(), [&](const SortedPage& page) { return !agree(from, page); });
    part.pages.insert(part.pages.end(), tied, left.end());
    left.erase(tied, left.end());
  }
  std::ranges::sort(part.pages, {}, &SortedPage::source_index);
  return part;
}

bool is_clear(const PageGroup& part) {
  for (std::size_t i = 0; i < part.pages.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (part.pages[i].form_page == part.pages[j].form_page || unlike(part.pages[i], part.pages[j])) return false;
  return true;
}

bool shared_with(const SortedPage& page, const std::vector<const PageGroup*>& rivals) {
  return std::ranges::any_of(rivals, [&](const PageGroup* rival) {
    return std::ranges::any_of(rival->pages, [&](const SortedPage& other) { return agree(page, other); });
  });
}

bool same_instance(const SortedPage& a, const SortedPage& b) {
  return !a.instance.empty() && a.instance == b.instance;
}

}  // namespace

Owner bond(const SortedPage& a, const SortedPage& b) {
  if (!a.instance.empty() && !b.instance.empty()) return a.instance == b.instance ? Owner::same : Owner::other;
  return records::same_owner(a.person, b.person);
}

bool bound(const PageGroup& a, const PageGroup& b) {
  return any_pair(a, b, agree) && !any_pair(a, b, unlike);
}

bool contradicts_itself(const PageGroup& group) {
  return any_pair(group, group, [](const SortedPage& a, const SortedPage& b) { return bond(a, b) == Owner::other; });
}

std::vector<PageGroup> parts_by_person(const std::vector<SortedPage>& pages) {
  if (pages.size() > most_compared) return {};
  std::vector<PageGroup> parts;
  for (std::vector<SortedPage> left = pages; !left.empty();) {
    const SortedPage first = left.front();
    left.erase(left.begin());
    parts.push_back(reached_from(first, left));
    if (!is_clear(parts.back())) return {};
  }
  return parts.size() < pages.size() ? parts : std::vector<PageGroup>{};
}

std::vector<PageGroup> opposed_parts(const PageGroup& group) {
  std::vector<PageGroup> parts = parts_by_person(group.pages);
  if (parts.size() < 2) return {};
  for (const PageGroup& a : parts)
    for (const PageGroup& b : parts)
      if (a.pages.size() < 2 ||
          (&a != &b && any_pair(a, b, [](const auto& x, const auto& y) { return !unlike(x, y); })))
        return {};
  return parts;
}

std::vector<int> unbound_pages(const PageGroup& group, const std::vector<const PageGroup*>& rivals) {
  std::vector<SortedPage> left = group.pages;
  std::ranges::sort(left, {}, &SortedPage::form_page);
  std::vector<SortedPage> tied{left.front()};
  left.erase(left.begin());
  const auto is_tied = [&](const SortedPage& page) {
    return std::ranges::any_of(tied,
                               [&](const SortedPage& other) {
                                 return same_instance(page, other) ||
                                        (agree(page, other) && !shared_with(page, rivals));
                               }) &&
           std::ranges::none_of(tied, [&](const SortedPage& other) { return bond(page, other) == Owner::other; });
  };
  for (auto next = left.begin(); (next = std::ranges::find_if(left, is_tied)) != left.end();) {
    tied.push_back(*next);
    left.erase(next);
  }
  std::vector<int> unbound;
  for (const SortedPage& page : left) unbound.push_back(page.form_page);
  return unbound;
}

std::vector<int> pages_unlike_first_named(const PageGroup& group) {
  std::vector<SortedPage> pages = group.pages;
  std::ranges::sort(pages, {}, &SortedPage::form_page);
  auto named = std::ranges::find_if(pages, [](const SortedPage& page) { return !page.person.empty(); });
  std::vector<int> doubted;
  if (named == pages.end()) return doubted;
  if (named == pages.begin()) std::erase_if(named->person, records::is_compared_by_rule);
  for (auto page = named + 1; page != pages.end(); ++page)
    if (unlike(*named, *page)) doubted.push_back(page->form_page);
  return doubted;
}

}  // namespace carescan::batch

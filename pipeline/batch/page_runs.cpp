#include "pipeline/batch/page_runs.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <utility>

namespace carescan::batch {
namespace {

enum class Way { either, rising, falling };

bool continues(const PageGroup& run, const SortedPage& page, Way way) {
  const int step = page.form_page - run.pages.back().form_page;
  const std::string instance = instance_of(run);
  if (std::abs(step) != 1 || (!instance.empty() && !page.instance.empty() && instance != page.instance)) return false;
  if (step != (way == Way::rising ? 1 : way == Way::falling ? -1 : step)) return false;
  return run.pages.size() == 1 || step == run.pages.back().form_page - run.pages[run.pages.size() - 2].form_page;
}

bool by_place(const SortedPage& a, const SortedPage& b) {
  return a.source_index < b.source_index;
}

std::vector<PageGroup> runs_one_way(const std::vector<SortedPage>& pages, const std::vector<int>& interruptions,
                                    Way way) {
  std::vector<PageGroup> runs;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (runs.empty() || !continues(runs.back(), pages[i], way))
      runs.push_back({.pages = {pages[i]}});
    else {
      runs.back().pages.push_back(pages[i]);
      runs.back().interrupted |= interruptions[i] != interruptions[i - 1];
    }
  }
  return runs;
}

/// All pages of runs of one instance in one group; those without a printed number whose place is taken already are left
/// in `rest`.
PageGroup gathered(const std::vector<PageGroup>& runs, std::vector<SortedPage>& rest) {
  PageGroup all{.in_order = false, .interrupted = true};
  for (const bool numbered : {true, false})
    for (const PageGroup& run : runs)
      for (const SortedPage& page : run.pages)
        if (page.instance.empty() != numbered) (has_page(all, page.form_page) ? rest : all.pages).push_back(page);
  std::ranges::sort(all.pages, by_place);
  return all;
}

}  // namespace

bool has_page(const PageGroup& group, int form_page) {
  return std::ranges::any_of(group.pages, [&](const SortedPage& page) { return page.form_page == form_page; });
}

std::string instance_of(const PageGroup& group) {
  const auto found = std::ranges::find_if(group.pages, [](const SortedPage& page) { return !page.instance.empty(); });
  return found == group.pages.end() ? "" : found->instance;
}

bool could_be_one(const PageGroup& a, const PageGroup& b) {
  const std::string x = instance_of(a), y = instance_of(b);
  if (!x.empty() && !y.empty() && x != y) return false;
  return std::ranges::none_of(a.pages, [&](const SortedPage& page) { return has_page(b, page.form_page); });
}

std::vector<PageGroup> page_runs(const std::vector<SortedPage>& pages, const std::vector<int>& interruptions,
                                 std::size_t form_pages) {
  if (form_pages != 2) return runs_one_way(pages, interruptions, Way::either);
  const std::vector<PageGroup> rising = runs_one_way(pages, interruptions, Way::rising);
  const std::vector<PageGroup> falling = runs_one_way(pages, interruptions, Way::falling);
  const bool from_the_back = falling.size() < rising.size();
  std::vector<PageGroup> runs = from_the_back ? falling : rising;
  if (rising.size() == falling.size() || (from_the_back && pages.back().lost_before > 0))
    for (PageGroup& run : runs) run.in_order = false;
  return runs;
}

std::vector<PageGroup> joined_by_instance(std::vector<PageGroup> runs) {
  std::set<std::string> instances;
  for (const PageGroup& run : runs) instances.insert(instance_of(run));
  instances.erase("");
  for (const std::string& instance : instances) {
    const auto others = std::stable_partition(runs.begin(), runs.end(),
                                              [&](const PageGroup& run) { return instance_of(run) != instance; });
    const std::vector<PageGroup> parts(others, runs.end());
    if (parts.size() < 2) continue;
    runs.erase(others, runs.end());
    std::vector<SortedPage> rest;
    runs.push_back(gathered(parts, rest));
    for (const SortedPage& page : rest) runs.push_back({.pages = {page}, .interrupted = true});
  }
  std::ranges::sort(runs, {}, [](const PageGroup& run) { return run.pages.front().source_index; });
  return runs;
}

std::vector<std::string> repeated_instances(const std::vector<SortedPage>& pages) {
  std::set<std::pair<std::string, int>> seen;
  std::set<std::string> repeated;
  for (const SortedPage& page : pages)
    if (!page.instance.empty() && !seen.insert({page.instance, page.form_page}).second) repeated.insert(page.instance);
  return {repeated.begin(), repeated.end()};
}

}  // namespace carescan::batch

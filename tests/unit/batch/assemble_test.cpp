#include "pipeline/batch/assemble.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace carescan::batch;

namespace {

/// Pages of form 0 in the order of their template numbers, as they lie in a source.
std::vector<SortedPage> pages(const std::vector<int>& numbers) {
  std::vector<SortedPage> out;
  for (std::size_t i = 0; i < numbers.size(); ++i) out.push_back({i, 0, numbers[i]});
  return out;
}

std::vector<std::size_t> sizes(const std::vector<AssembledDocument>& documents) {
  std::vector<std::size_t> out;
  for (const auto& d : documents) out.push_back(d.pages.size());
  return out;
}

}  // namespace

TEST_CASE("pages in order are one document") {
  CHECK(sizes(assemble(pages({1, 2, 3, 4}))) == std::vector<std::size_t>{4});
}

TEST_CASE("a batch of three forms is three documents") {
  CHECK(sizes(assemble(pages({1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4}))) == std::vector<std::size_t>{4, 4, 4});
}

TEST_CASE("a stack scanned from the back is put in order") {
  const auto documents = assemble(pages({4, 3, 2, 1, 4, 3, 2, 1}));
  REQUIRE(sizes(documents) == std::vector<std::size_t>{4, 4});
  for (const AssembledDocument& document : documents)
    for (std::size_t i = 0; i < 4; ++i) CHECK(document.pages[i].form_page == static_cast<int>(i) + 1);
  CHECK(documents[1].pages[0].source_index == 7);
}

TEST_CASE("a page that comes a second time begins a new document and never replaces the first") {
  CHECK(sizes(assemble(pages({1, 2, 2, 3}))) == std::vector<std::size_t>{2, 2});
}

TEST_CASE("a run never turns round") {
  CHECK(sizes(assemble(pages({1, 2, 1}))) == std::vector<std::size_t>{2, 1});
  CHECK(sizes(assemble(pages({3, 2, 3, 4}))) == std::vector<std::size_t>{2, 2});
}

TEST_CASE("page 1 never joins pages that came before it unless they fall towards it") {
  CHECK(sizes(assemble(pages({2, 3, 4, 1, 2}))) == std::vector<std::size_t>{3, 2});
}

TEST_CASE("shuffled pages and gaps are not joined") {
  CHECK(sizes(assemble(pages({1, 3, 2, 4}))) == std::vector<std::size_t>{1, 2, 1});
  CHECK(sizes(assemble(pages({1, 2, 4}))) == std::vector<std::size_t>{2, 1});
}

TEST_CASE("no page is lost in assembly whatever the order") {
  unsigned random = 7;
  for (int round = 0; round < 200; ++round) {
    std::vector<SortedPage> given;
    for (std::size_t i = 0; i < 12; ++i) {
      random = random * 1103515245U + 12345U;
      given.push_back({i, (random >> 16) % 2, static_cast<int>((random >> 20) % 4) + 1});
    }
    std::vector<bool> seen(given.size(), false);
    for (const AssembledDocument& document : assemble(given))
      for (const SortedPage& page : document.pages) {
        CHECK_FALSE(seen[page.source_index]);
        seen[page.source_index] = true;
      }
    CHECK(std::find(seen.begin(), seen.end(), false) == seen.end());
  }
}

TEST_CASE("another form begins another document") {
  CHECK(sizes(assemble({{0, 0, 1}, {1, 1, 2}, {2, 0, 2}})) == std::vector<std::size_t>{1, 1, 1});
}

#include "pipeline/batch/assemble.hpp"

#include <doctest/doctest.h>

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
  const auto documents = assemble(pages({1, 2, 3, 4}));
  REQUIRE(sizes(documents) == std::vector<std::size_t>{4});
  CHECK_FALSE(documents[0].out_of_order);
}

TEST_CASE("a batch of three forms is three documents") {
  CHECK(sizes(assemble(pages({1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4}))) == std::vector<std::size_t>{4, 4, 4});
}

TEST_CASE("a page that comes a second time begins a new document and never replaces the first") {
  const auto documents = assemble(pages({1, 2, 2, 3}));
  REQUIRE(sizes(documents) == std::vector<std::size_t>{2, 2});
  CHECK(documents[1].out_of_order);
}

TEST_CASE("page 1 never joins pages that came before it") {
  CHECK(sizes(assemble(pages({2, 3, 4, 1, 2}))) == std::vector<std::size_t>{3, 2});
}

TEST_CASE("shuffled pages are put in order and said to be odd") {
  const auto documents = assemble(pages({1, 3, 2, 4}));
  REQUIRE(sizes(documents) == std::vector<std::size_t>{4});
  CHECK(documents[0].out_of_order);
  CHECK(documents[0].pages[1].form_page == 2);
  CHECK(documents[0].pages[1].source_index == 2);
}

TEST_CASE("a gap is said to be odd") {
  CHECK(assemble(pages({1, 2, 4}))[0].out_of_order);
}

TEST_CASE("another form begins another document") {
  CHECK(sizes(assemble({{0, 0, 1}, {1, 1, 2}, {2, 0, 2}})) == std::vector<std::size_t>{1, 1, 1});
}

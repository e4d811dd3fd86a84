#include "pipeline/batch/page_twins.hpp"

#include <doctest/doctest.h>

#include "pipeline/batch/assembly_issues.hpp"

using namespace carescan;
using namespace carescan::batch;

namespace {

/// A sheet with `strokes` lines of ink, at places that hang on `hand`.
imaging::InkSketch ink(unsigned hand, int strokes) {
  imaging::InkSketch sketch{140, 198, std::vector<std::uint8_t>(140 * 198, 0)};
  for (int k = 0; k < strokes; ++k) {
    hand = hand * 1103515245U + 12345U;
    const std::size_t from = (hand >> 8) % (sketch.cells.size() - 12);
    std::fill_n(sketch.cells.begin() + static_cast<std::ptrdiff_t>(from), 12, std::uint8_t{120});
  }
  return sketch;
}

KeptPage page(std::size_t index, int number, const imaging::InkSketch& sketch) {
  KeptPage kept{{.source_index = index, .form_page = number}, {}};
  kept.read.page.number = number;
  kept.read.page.residual_mm = 0.1;
  kept.read.written_mm2 = imaging::ink_mm2(sketch, {0, 0, 210, 297});
  kept.read.sketch = sketch;
  return kept;
}

Reading tick(bool on, double confidence) {
  return {"walks", FieldState::read, on, {}, confidence, {}, {}};
}

}  // namespace

TEST_CASE("a sheet scanned twice is found and its first page is named") {
  const auto twins = find_twins({page(0, 1, ink(1, 20)), page(1, 2, ink(2, 20)), page(2, 2, ink(2, 20)),
                                 page(3, 2, ink(2, 20)), page(4, 2, ink(3, 20))});
  REQUIRE(twins.size() == 2);
  for (const Twin& twin : twins) CHECK(twin.first == 1);
  CHECK(twins[0].again == 2);
  CHECK(twins[1].again == 3);
}

TEST_CASE("sheets with little ink are twins only by their printed number") {
  std::vector<KeptPage> pages{page(0, 2, ink(1, 1)), page(1, 2, ink(1, 1))};
  CHECK(find_twins(pages).empty());
  for (KeptPage& kept : pages) kept.place.instance = "7";
  CHECK(find_twins(pages).size() == 1);
  pages[1].read.sketch = ink(2, 20);
  CHECK(find_twins(pages).empty());
}

TEST_CASE("two empty sheets with a number that was copied are two sheets") {
  std::vector<KeptPage> pages{page(0, 1, ink(1, 20)), page(1, 2, ink(9, 1)), page(2, 1, ink(2, 20)),
                              page(3, 2, ink(9, 1))};
  for (KeptPage& kept : pages) kept.place.instance = "7";
  CHECK(find_twins(pages).empty());
  pages.erase(pages.begin() + 2);
  CHECK(find_twins(pages).size() == 1);
}

TEST_CASE("little ink that differs makes two sheets whatever number is printed on them") {
  std::vector<KeptPage> pages{page(0, 2, ink(1, 1)), page(1, 2, ink(2, 1))};
  for (KeptPage& kept : pages) kept.place.instance = "7";
  CHECK(find_twins(pages).empty());
}

TEST_CASE("a filled form that was photocopied and got another name is another sheet") {
  imaging::InkSketch copy = ink(1, 40);
  std::fill_n(copy.cells.begin() + 5000, 6, std::uint8_t{120});
  CHECK(imaging::likeness(ink(1, 40), copy) > 0.9);
  CHECK(find_twins({page(0, 2, ink(1, 40)), page(1, 2, copy)}).empty());
}

TEST_CASE("ink beside the fields is nothing to know a sheet by") {
  std::vector<KeptPage> pages{page(0, 2, ink(1, 20)), page(1, 2, ink(1, 20))};
  for (KeptPage& kept : pages) kept.read.written_mm2 = 10;  // punch holes and the scanner's edge
  CHECK(find_twins(pages).empty());
}

TEST_CASE("another page or form or pile or printed number is another sheet") {
  const KeptPage first = page(0, 2, ink(1, 20));
  std::vector<KeptPage> others(4, page(1, 2, ink(1, 20)));
  others[0].place.form_page = 3;
  others[1].place.form = 1;
  others[2].place.separators_before = 1;
  others[3].place.instance = "8";
  for (const KeptPage& other : others) {
    KeptPage numbered = first;
    numbered.place.instance = other.place.instance.empty() ? "" : "7";
    CHECK(find_twins({numbered, other}).empty());
  }
  CHECK(find_twins({first, page(1, 2, ink(1, 20))}).size() == 1);
}

TEST_CASE("a mark that one scan clearly has and the other has not makes two sheets") {
  std::vector<KeptPage> pages{page(0, 2, ink(1, 20)), page(1, 2, ink(1, 20))};
  pages[0].read.readings = {tick(true, 0.99)};
  pages[1].read.readings = {tick(false, 0.99)};
  CHECK(find_twins(pages).empty());
  pages[1].read.readings = {tick(false, 0.6)};
  CHECK(find_twins(pages).size() == 1);
  pages[1].read.readings = {tick(true, 0.99)};
  CHECK(find_twins(pages).size() == 1);
}

TEST_CASE("the scan with less cut off is better and then the one that lies clearly better") {
  FormPageRead whole = page(0, 1, {}).read, cut = whole;
  cut.readings = {tick(true, 0.5)};
  cut.readings[0].reasons = {"print-mismatch"};
  cut.page.residual_mm = 0.01;
  CHECK(is_better(whole, cut));
  CHECK_FALSE(is_better(cut, whole));
  FormPageRead fine = whole;
  fine.page.residual_mm = 0.09;
  CHECK_FALSE(is_better(fine, whole));
  fine.page.residual_mm = 0.05;
  CHECK(is_better(fine, whole));
}

TEST_CASE("how a document came together is told once for each page and note") {
  const AssembledDocument document{0, {}, {"pages-shuffled", "pages-unsorted"}, {2, 4}};
  const std::vector<Issue> issues = assembly_issues(document, {3});
  REQUIRE(issues.size() == 5);
  CHECK(issues[0].code == "pages-shuffled");
  CHECK(issues[0].page == 0);
  CHECK(issues[2].code == "page-unconfirmed");
  CHECK(issues[2].page == 2);
  CHECK(issues[3].page == 4);
  CHECK(issues[4].code == "page-twice");
  CHECK(issues[4].page == 3);
  for (const Issue& issue : issues) {
    CHECK(issue.field.empty());
    CHECK(issue.message.find(' ') != std::string::npos);
  }
}

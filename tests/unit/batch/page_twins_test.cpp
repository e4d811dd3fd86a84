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

/// A page of a form as it was read, with what of it is kept in memory.
struct Page {
  SortedPage place;
  FormPageRead read;
};

Page page(std::size_t index, int number, const imaging::InkSketch& sketch) {
  Page page{{.source_index = index, .form_page = number}, {}};
  page.read.page.number = number;
  page.read.page.residual_mm = 0.1;
  page.read.written_mm2 = imaging::ink_mm2(sketch, {0, 0, 210, 297});
  page.read.sketch = sketch;
  return page;
}

std::vector<Twin> twins_of(const std::vector<Page>& pages) {
  std::vector<KeptPage> kept;
  std::map<std::size_t, imaging::InkSketch> sketches;
  for (const Page& page : pages) {
    kept.push_back(kept_page(page.place, page.read));
    sketches[page.place.source_index] = page.read.sketch;
  }
  return find_twins(kept, [&](std::size_t index) { return sketches.at(index); });
}

Reading tick(bool on, double confidence) {
  return {"walks", FieldState::read, on, {}, confidence, {}, {}};
}

}  // namespace

TEST_CASE("a sheet scanned twice is found and its first page is named") {
  const auto twins = twins_of({page(0, 1, ink(1, 20)), page(1, 2, ink(2, 20)), page(2, 2, ink(2, 20)),
                                 page(3, 2, ink(2, 20)), page(4, 2, ink(3, 20))});
  REQUIRE(twins.size() == 2);
  for (const Twin& twin : twins) CHECK(twin.first == 1);
  CHECK(twins[0].again == 2);
  CHECK(twins[1].again == 3);
}

TEST_CASE("sheets with little ink are twins only by their printed number") {
  std::vector<Page> pages{page(0, 2, ink(1, 1)), page(1, 2, ink(1, 1))};
  CHECK(twins_of(pages).empty());
  for (Page& page : pages) page.place.instance = "7";
  CHECK(twins_of(pages).size() == 1);
  pages[1].read.sketch = ink(2, 20);
  CHECK(twins_of(pages).empty());
}

TEST_CASE("two empty sheets with a number that was copied are two sheets") {
  std::vector<Page> pages{page(0, 1, ink(1, 20)), page(1, 2, ink(9, 1)), page(2, 1, ink(2, 20)),
                              page(3, 2, ink(9, 1))};
  for (Page& page : pages) page.place.instance = "7";
  CHECK(twins_of(pages).empty());
  pages.erase(pages.begin() + 2);
  CHECK(twins_of(pages).size() == 1);
}

TEST_CASE("little ink that differs makes two sheets whatever number is printed on them") {
  std::vector<Page> pages{page(0, 2, ink(1, 1)), page(1, 2, ink(2, 1))};
  for (Page& page : pages) page.place.instance = "7";
  CHECK(twins_of(pages).empty());
}

TEST_CASE("a filled form that was photocopied and got another name is another sheet") {
  imaging::InkSketch copy = ink(1, 40);
  std::fill_n(copy.cells.begin() + 5000, 6, std::uint8_t{120});
  CHECK(imaging::likeness(ink(1, 40), copy) > 0.9);
  CHECK(twins_of({page(0, 2, ink(1, 40)), page(1, 2, copy)}).empty());
}

TEST_CASE("ink beside the fields is nothing to know a sheet by") {
  std::vector<Page> pages{page(0, 2, ink(1, 20)), page(1, 2, ink(1, 20))};
  for (Page& page : pages) page.read.written_mm2 = 10;  // punch holes and the scanner's edge
  CHECK(twins_of(pages).empty());
}

TEST_CASE("another page or form or pile or printed number is another sheet") {
  const Page first = page(0, 2, ink(1, 20));
  std::vector<Page> others(4, page(1, 2, ink(1, 20)));
  others[0].place.form_page = 3;
  others[1].place.form = 1;
  others[2].place.separators_before = 1;
  others[3].place.instance = "8";
  for (const Page& other : others) {
    Page numbered = first;
    numbered.place.instance = other.place.instance.empty() ? "" : "7";
    CHECK(twins_of({numbered, other}).empty());
  }
  CHECK(twins_of({first, page(1, 2, ink(1, 20))}).size() == 1);
}

TEST_CASE("a mark that one scan clearly has and the other has not makes two sheets") {
  std::vector<Page> pages{page(0, 2, ink(1, 20)), page(1, 2, ink(1, 20))};
  pages[0].read.readings = {tick(true, 0.99)};
  pages[1].read.readings = {tick(false, 0.99)};
  CHECK(twins_of(pages).empty());
  pages[1].read.readings = {tick(false, 0.6)};
  CHECK(twins_of(pages).size() == 1);
  pages[1].read.readings = {tick(true, 0.99)};
  CHECK(twins_of(pages).size() == 1);
}

TEST_CASE("the scan with less cut off is better and then the one that lies clearly better") {
  const auto better = [](const FormPageRead& again, const FormPageRead& first) {
    return is_better(kept_page({}, again), kept_page({}, first));
  };
  FormPageRead whole = page(0, 1, {}).read, cut = whole;
  cut.readings = {tick(true, 0.5)};
  cut.readings[0].reasons = {"print-mismatch"};
  cut.page.residual_mm = 0.01;
  CHECK(better(whole, cut));
  CHECK_FALSE(better(cut, whole));
  FormPageRead fine = whole;
  fine.page.residual_mm = 0.09;
  CHECK_FALSE(better(fine, whole));
  fine.page.residual_mm = 0.05;
  CHECK(better(fine, whole));
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

#include "pipeline/batch/page_shelf.hpp"

#include <doctest/doctest.h>

#include "pipeline/model/failure.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::test;

namespace {

batch::FormPageRead page(int source_page) {
  batch::FormPageRead read;
  read.form = 3;
  read.page = {2, {"box 1/a.pdf", std::string(64, 'a'), source_page}, 2480, 3508, 180, -1.0 / 3, {}, 0.1};
  read.page.corners_px[2] = {2479.7, 1.0 / 7};
  read.readings = {
      {"name", FieldState::read, "Ann \xc3\x96zil", "Ann \xc3\x96zil", 0.1 + 0.2, {"low-confidence"}, {{1.5, "1.5", 0.25}}},
      {"falls", FieldState::read, true, "", 1, {}, {}},
      {"marks", FieldState::read, std::vector<BoxMm>{{1, 2, 3, 4}}, "", 0.5, {}, {}},
      {"notes", FieldState::blank, {}, "", 0.99, {}, {}}};
  read.picture = std::string(1000, '\0') + "\n";
  read.instance = "0007";
  read.sketch = {3, 2, {10, 0, 255, '\n', 32, 9}};
  read.written_mm2 = 25.1;
  return read;
}

void check_same(const batch::FormPageRead& a, const batch::FormPageRead& b) {
  CHECK(a.form == b.form);
  CHECK(a.page.number == b.page.number);
  CHECK(a.page.source == b.page.source);
  CHECK(a.page.skew_deg == b.page.skew_deg);
  CHECK(a.page.corners_px[2].y == b.page.corners_px[2].y);
  CHECK(a.picture == b.picture);
  CHECK(a.instance == b.instance);
  CHECK(a.sketch.columns == b.sketch.columns);
  CHECK(a.sketch.rows == b.sketch.rows);
  CHECK(a.sketch.cells == b.sketch.cells);
  CHECK(a.written_mm2 == b.written_mm2);
  REQUIRE(a.readings.size() == b.readings.size());
  for (std::size_t i = 0; i < a.readings.size(); ++i) {
    const Reading &x = a.readings[i], &y = b.readings[i];
    CHECK(x.field == y.field);
    CHECK(x.state == y.state);
    CHECK(x.value == y.value);
    CHECK(x.text == y.text);
    CHECK(x.confidence == y.confidence);
    CHECK(x.reasons == y.reasons);
    REQUIRE(x.alternatives.size() == y.alternatives.size());
    for (std::size_t k = 0; k < x.alternatives.size(); ++k) {
      CHECK(x.alternatives[k].value == y.alternatives[k].value);
      CHECK(x.alternatives[k].score == y.alternatives[k].score);
    }
  }
}

}  // namespace

TEST_CASE("pages come back from the shelf to the last digit and go with it") {
  const Folder folder;
  const batch::OutFolder out{folder / "out", "host-1"};
  batch::create(out);
  {
    const batch::PageShelf shelf(out, std::string(64, 'a'));
    shelf.put(page(1));
    shelf.put(page(1000));
    check_same(shelf.at(1), page(1));
    check_same(shelf.at(1000), page(1000));
    CHECK(shelf.sketch(1000).cells == page(1000).sketch.cells);
    CHECK_THROWS_AS(shelf.at(2), Failure);
    for (const auto& entry : fs::directory_iterator(out.staging())) CHECK(entry.is_directory());
  }
  CHECK(fs::is_empty(out.staging()));
}

TEST_CASE("a page without ink has an empty sketch on the shelf too") {
  const Folder folder;
  const batch::OutFolder out{folder / "out", "host-1"};
  batch::create(out);
  const batch::PageShelf shelf(out, std::string(64, 'a'));
  batch::FormPageRead bare = page(4);
  bare.sketch = {};
  shelf.put(bare);
  CHECK(shelf.at(4).sketch.cells.empty());
}

TEST_CASE("a shelf without room says so") {
  const Folder folder;
  const batch::OutFolder out{folder / "out", "host-1"};
  batch::create(out);
  const batch::PageShelf shelf(out, std::string(64, 'a'));
  fs::remove_all(out.staging());
  try {
    shelf.put(page(1));
    FAIL("was put into a folder that is not there");
  } catch (const Failure& failure) {
    CHECK(failure.code == "out-unwritable");
  }
}

TEST_CASE("shelves of two sources do not meet, though one process has both") {
  const Folder folder;
  const batch::OutFolder out{folder.path() / "out", "host-1"};
  batch::create(out);
  const batch::PageShelf mine(out, std::string(64, 'a'));
  mine.put(page(1));
  {
    const batch::PageShelf other(out, std::string(64, 'b'));
    CHECK_THROWS_AS(other.at(1), Failure);
  }
  check_same(mine.at(1), page(1));
}

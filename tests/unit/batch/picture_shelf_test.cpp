#include "pipeline/batch/picture_shelf.hpp"

#include <doctest/doctest.h>

#include "pipeline/model/failure.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::test;

TEST_CASE("pictures lie on the shelf out of memory and go with it") {
  const Folder folder;
  const batch::OutFolder out{folder / "out", "host-1"};
  batch::create(out);
  {
    const batch::PictureShelf shelf(out);
    std::string first(100'000, 'a'), second = "b";
    shelf.put(1, first);
    shelf.put(1000, second);
    CHECK(first.capacity() < 100);
    CHECK(second.empty());
    CHECK(shelf.at(1) == std::string(100'000, 'a'));
    CHECK(shelf.at(1000) == "b");
    CHECK_THROWS_AS(shelf.at(2), Failure);
    for (const auto& entry : fs::directory_iterator(out.staging())) CHECK(entry.is_directory());
  }
  CHECK(fs::is_empty(out.staging()));
}

TEST_CASE("a shelf without room says so") {
  const Folder folder;
  const batch::OutFolder out{folder / "out", "host-1"};
  batch::create(out);
  const batch::PictureShelf shelf(out);
  fs::remove_all(out.staging());
  std::string picture = "a";
  try {
    shelf.put(1, picture);
    FAIL("was put into a folder that is not there");
  } catch (const Failure& failure) {
    CHECK(failure.code == "out-unwritable");
  }
}

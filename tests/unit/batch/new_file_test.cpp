#include "pipeline/batch/new_file.hpp"

#include <doctest/doctest.h>

#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::test;

TEST_CASE("a file is there once it is whole, and what was not finished leaves nothing behind") {
  const Folder folder;
  {
    batch::NewFile given_up(folder / "people.csv");
    given_up.write("surname\n");
  }
  CHECK(fs::is_empty(folder.path()));
  batch::NewFile file(folder / "people.csv");
  file.write("surname\n");
  CHECK_FALSE(fs::exists(folder / "people.csv"));
  file.finish();
  CHECK(read_all(folder / "people.csv") == "surname\n");
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
}

#include "pipeline/model/build_id.hpp"

#include <doctest/doctest.h>

#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::test;

TEST_CASE("the build ID is the one that readelf shows of this very program") {
  const Ran notes = run({"readelf", "--notes", fs::read_symlink("/proc/self/exe").string()});
  REQUIRE(notes.exit_code == 0);
  const std::string told = "Build ID: ";
  const std::size_t at = notes.out.find(told);
  REQUIRE(at != std::string::npos);
  const std::size_t first = at + told.size();
  CHECK(build_id() == notes.out.substr(first, notes.out.find('\n', first) - first));
  CHECK(build_id().size() >= 16);
}

TEST_CASE("what is no program has no build ID") {
  const Folder folder;
  write_all(folder / "text", "no program");
  write_all(folder / "cut-off", read_all("/proc/self/exe").substr(0, 100));
  for (const std::string name : {"text", "cut-off", "nowhere"}) CHECK(build_id(folder / name).empty());
}

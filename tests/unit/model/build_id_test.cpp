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

#include "pipeline/model/table.hpp"

#include <doctest/doctest.h>

using namespace carescan;

TEST_CASE("a rule's name with [*] means the field of each row") {
  CHECK(in_row("obs[*].pulse", 12) == "obs[12].pulse");
  CHECK(in_row("obs[3].pulse", 12) == "obs[3].pulse");
  CHECK(in_row("surname", 12) == "surname");
}

#include "pipeline/model/text.hpp"

#include <doctest/doctest.h>

using namespace carescan;

TEST_CASE("what is to go goes before and behind a text and stays within it") {
  CHECK(trimmed("  a b ") == "a b");
  CHECK(trimmed("") == "");
  CHECK(trimmed("   ") == "");
  CHECK(trimmed("\ta\n", " ") == "\ta\n");
  CHECK(trimmed("\t a \r\n", " \t\r\n") == "a");
}

TEST_CASE("letters change their case and no other byte does") {
  CHECK(in_small_letters("NHS Zoë 42!") == "nhs zoë 42!");
  CHECK(in_capitals("nhs Zoë 42!") == "NHS ZOë 42!");
  CHECK(in_small_letters("@[`{ÀÉ") == "@[`{ÀÉ");
  CHECK(in_capitals("@[`{àé") == "@[`{àé");
}

TEST_CASE("edit distance is the fewest changes") {
  CHECK(edit_distance("", "") == 0);
  CHECK(edit_distance("", "abc") == 3);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(edit_distance("same", "same") == 0);
  CHECK(edit_distance("kitten", "sitting") == 3);
  CHECK(edit_distance("sitting", "kitten") == 3);
  CHECK(edit_distance("ab", "ba") == 2);
  CHECK(edit_distance("Zoe", "Zoë") == 2);  // bytes: an ë is two of them
}

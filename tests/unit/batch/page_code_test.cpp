#include "pipeline/batch/page_code.hpp"

#include <doctest/doctest.h>

using namespace carescan::batch;

namespace {

using Kind = CodeMeaning::Kind;

const std::vector<Catalogue::PageOfForm> pages{
    {0, 1, "carescan:tea:1.0:1"}, {0, 2, "carescan:tea:1.0:2"}, {1, 1, "HOME 7/a"}, {2, 1, "HOME 7/a:b"}, {3, 1, ""}};

}  // namespace

TEST_CASE("page codes: the text of a page's code names that page") {
  const CodeMeaning second = meaning_of("carescan:tea:1.0:2", pages);
  CHECK(second.kind == Kind::page);
  CHECK(second.print == 1);
  CHECK(second.instance.empty());
  CHECK(second.shown == "carescan:tea:1.0:2");
  CHECK(meaning_of("HOME 7/a", pages).print == 2);
}

TEST_CASE("page codes: what follows a colon is the instance and is not shown") {
  const CodeMeaning copy = meaning_of("carescan:tea:1.0:1:0042:x", pages);
  CHECK(copy.kind == Kind::page);
  CHECK(copy.print == 0);
  CHECK(copy.instance == "0042:x");
  CHECK(copy.shown == "carescan:tea:1.0:1");
  CHECK(meaning_of("carescan:tea:1.0:1:", pages).instance.empty());
}

TEST_CASE("page codes: page 1 is not page 10 or 12 and the longest code wins") {
  CHECK(meaning_of("carescan:tea:1.0:12", pages).kind == Kind::unknown_page);
  CHECK(meaning_of("carescan:tea:1.0:12", pages).shown == "carescan:tea:1.0:12");
  const CodeMeaning longest = meaning_of("HOME 7/a:b:5", pages);
  CHECK(longest.print == 3);
  CHECK(longest.instance == "5");
}

TEST_CASE("page codes: a form that is not in the catalogue is told without its instance") {
  const CodeMeaning strange = meaning_of("carescan:falls-chart:2.1:3:943 476 5919", pages);
  CHECK(strange.kind == Kind::unknown_page);
  CHECK(strange.shown == "carescan:falls-chart:2.1:3");
}

TEST_CASE("page codes: separators with and without a version") {
  for (const char* text : {"carescan:separator", "carescan:separator:1", "carescan:separator:2:x"})
    CHECK(meaning_of(text, pages).kind == Kind::separator);
  CHECK(meaning_of("carescan:separators", pages).kind == Kind::foreign);
}

TEST_CASE("page codes: other texts are nobody's business") {
  for (const char* text :
       {"", "9434765919", "https://example.org/carescan:tea:1.0:1", "carescan:Mary Smith",
        "carescan:", "carescan:tea:1.0", "carescan:tea:one:1", "carescan:tea:1.0:1x", "CARESCAN:TEA:1.0:1"}) {
    const CodeMeaning meaning = meaning_of(text, pages);
    CHECK(meaning.kind == Kind::foreign);
    CHECK(meaning.shown.empty());
    CHECK(meaning.instance.empty());
  }
}

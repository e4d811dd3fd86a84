#include "pipeline/fhir/narrative.hpp"

#include <doctest/doctest.h>

#include "tests/unit/fhir/broken.hpp"

using carescan::fhir::escape_xhtml;
using carescan::fhir::narrative_problem;

namespace {

std::string div(const std::string& inner) {
  return "<div xmlns=\"http://www.w3.org/1999/xhtml\">" + inner + "</div>";
}

}  // namespace

TEST_CASE("ordinary narrative is accepted") {
  for (const char* inner :
       {"text", "<p>a<br/>b</p>", "<table border=\"1\"><tr><td colspan='2'>a</td></tr></table>", "&lt;&#160;&#xA0;",
        "<!-- note --><b>x</b>", "<img src=\"a.png\" alt=\"\"/>", "<a href=\"https://a.example/?a=1&amp;b=2\">x</a>"})
    CHECK_MESSAGE(narrative_problem(div(inner)).empty(), inner);
  CHECK(narrative_problem(" \n" + div("x") + "\n").empty());
}

TEST_CASE("what a browser would run or load is refused") {
  for (const char* inner :
       {"<script>x</script>", "<p onclick=\"x\">a</p>", "<a href=\"javascript:x\">a</a>",
        "<a href=\" java\tscript:x\">a</a>", "<a href=\"&#106;avascript:x\">a</a>", "<iframe src=\"x\"/>",
        "<form><input/></form>", "<object/>x", "<style>x</style>", "<link rel='x'/>a", "<base href='x'/>a", "<svg/>a"})
    CHECK_MESSAGE(!narrative_problem(div(inner)).empty(), inner);
}

TEST_CASE("what is not well formed is refused") {
  for (const char* inner : {"<p>a", "a</p>", "<p><b>a</p></b>", "a & b", "a &; b", "<p class=x>a</p>", "<p class>a</p>",
                            "<p class=\"x>a</p>", "<", "<!-- a", "<!DOCTYPE html>a", "<?xml version='1.0'?>a",
                            "<![CDATA[a]]>", "<P>a</P>", "<p title=\"<\">a</p>"})
    CHECK_MESSAGE(!narrative_problem(div(inner)).empty(), inner);
}

TEST_CASE("a narrative is one div in its namespace that shows something") {
  CHECK_FALSE(narrative_problem("text").empty());
  CHECK_FALSE(narrative_problem("").empty());
  CHECK_FALSE(narrative_problem("<div>text</div>").empty());
  CHECK_FALSE(narrative_problem("<p xmlns=\"http://www.w3.org/1999/xhtml\">text</p>").empty());
  CHECK_FALSE(narrative_problem(div("text") + div("text")).empty());
  CHECK_FALSE(narrative_problem(div("text") + "more").empty());
  CHECK_FALSE(narrative_problem(div(" <p> </p> ")).empty());
}

TEST_CASE("narratives are read to the end however deep they are") {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<b>";
  CHECK_FALSE(narrative_problem(div(deep)).empty());
}

TEST_CASE("escaped text is accepted whatever it says") {
  const std::string nasty = "</div><script>alert(\"x\" & 'y')</script>";
  CHECK(narrative_problem(div(escape_xhtml(nasty))).empty());
  CHECK(escape_xhtml("a<b>&\"") == "a&lt;b&gt;&amp;&quot;");
}

TEST_CASE("a bad narrative is found in its resource") {
  using namespace fhir_sample;
  CHECK(found(after("Device", [](Json& r) { r["text"]["div"] = "<div>x</div>"; }), "invariant", "resource.text.div"));
  CHECK(found(after("Device", [](Json& r) { r["text"]["status"] = "made"; }), "code-invalid", "resource.text.status"));
  CHECK(found(after("Device", [](Json& r) { r["text"].erase("div"); }), "required", "resource.text.div"));
}

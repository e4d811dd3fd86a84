#include "pipeline/forms/pointer_lines.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace carescan::forms;

TEST_CASE("pointer_lines: every value of a text by its pointer") {
  const std::string text = R"({
  "a": [1, 2.5e3,
    {"b": "brace } bracket ] comma , quote \" colon :", "c/d~e": null}],
  "empty": {}, "none": [],
  "last": true
}
)";
  REQUIRE(nlohmann::json::accept(text));
  const auto lines = pointer_lines(text).lines;
  CHECK(lines == std::map<std::string, int>{{"", 1},
                                            {"/a", 2},
                                            {"/a/0", 2},
                                            {"/a/1", 2},
                                            {"/a/2", 3},
                                            {"/a/2/b", 3},
                                            {"/a/2/c~1d~0e", 3},
                                            {"/empty", 4},
                                            {"/none", 4},
                                            {"/last", 5}});
}

TEST_CASE("pointer_lines: the same values as the parser finds") {
  const std::string text = R"([[], {}, [[1, [2, {"x": [3]}]], "s"], {"k": {"k": {"k": -0.1}}}])";
  const auto flat = nlohmann::json::parse(text).flatten();
  const auto lines = pointer_lines(text).lines;
  for (const auto& [pointer, value] : flat.items()) CHECK_MESSAGE(lines.contains(pointer), pointer);
}

TEST_CASE("line_of: a value that is missing is where it should be") {
  const auto lines = pointer_lines("{\n\"a\": {\n\"b\": 1}\n}").lines;
  CHECK(line_of(lines, "/a/b") == 3);
  CHECK(line_of(lines, "/a/c/d") == 2);
  CHECK(line_of(lines, "/x") == 1);
  CHECK(line_of({}, "/x") == 1);
}

TEST_CASE("pointer_lines: a member that stands twice in one object is told once and others are not") {
  const PointerLines found = pointer_lines(R"({"a": {"x": 1, "x": 2}, "b": {"x": 3}, "c": [{"x": 1}, {"x": 1}]})");
  CHECK(found.repeated == std::vector<std::string>{"/a/x"});
}

TEST_CASE("pointer_lines: where values stand in bytes and where their names do") {
  const std::string text = R"({ "a\"b" : [1.50 , "x,]" ], "c":{} })";
  const auto spans = pointer_lines(text).spans;
  const auto text_of = [&](const std::string& pointer) {
    const TextSpan& at = spans.at(pointer);
    return text.substr(at.from, at.begin - at.from) + "|" + text.substr(at.begin, at.end - at.begin);
  };
  CHECK(text_of("") == "|" + text);
  CHECK(text_of("/a\"b") == R"("a\"b" : |[1.50 , "x,]" ])");
  CHECK(text_of("/a\"b/0") == "|1.50");
  CHECK(text_of("/a\"b/1") == "|\"x,]\"");
  CHECK(text_of("/c") == "\"c\":|{}");
}

// form.json as somebody hostile, or only careless, might send it.
#include <doctest/doctest.h>

#include "form_folder.hpp"
#include "pipeline/forms/form_json.hpp"

using namespace carescan::forms;
using namespace carescan::forms::testing;

namespace {

std::string repeated(const std::string& part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

/// The one error of a text.
SchemaError only_error(const std::string& text) {
  const auto errors = text_errors(text);
  REQUIRE(errors.size() == 1);
  return errors[0];
}

}  // namespace

TEST_CASE("text_errors: a sound form has none") {
  CHECK(text_errors(sound_form().dump(1)).empty());
}

TEST_CASE("text_errors: nesting that would exhaust the stack is refused and ordinary nesting is not") {
  CHECK(only_error(repeated("[", 1000000)).message.find("nested deeper") != std::string::npos);
  CHECK(only_error("\n\n" + repeated("{\"a\":", 100000)).line == 3);
  auto form = sound_form();
  form["fhir"][0]["extension"] = nlohmann::json::parse(repeated("[", 40) + repeated("]", 40));
  CHECK(text_errors(form.dump()).empty());
}

TEST_CASE("text_errors: a text too long for a regular expression is refused before one sees it") {
  auto form = sound_form();
  form["id"] = repeated("a-", 1000000) + "a";
  CHECK(only_error(form.dump()).message.find("longer than 8000") != std::string::npos);
  form["id"] = repeated("a-", 20) + "a";
  CHECK(text_errors(form.dump()).empty());
}

TEST_CASE("text_errors: brackets and quotes inside texts do not count") {
  auto form = sound_form();
  form["title"] = repeated("[{\\\"", 500);
  CHECK(text_errors(form.dump()).empty());
}

TEST_CASE("text_errors: a file of many megabytes is refused") {
  CHECK(only_error(std::string(9u << 20, ' ')).message.find("larger than 8 MiB") != std::string::npos);
}

TEST_CASE("text_errors: a member that stands twice is an error because one would be lost") {
  std::string text = sound_form().dump();
  text.insert(1, "\"title\":\"Coffee list\",");
  CHECK(only_error(text).pointer == "/title");
}

TEST_CASE("text_errors: numbers out of range and bytes that are not UTF-8 are told and not thrown") {
  CHECK(only_error("{\"id\": 1e999}").message.find("too large") != std::string::npos);
  CHECK(only_error("{\"id\": \"\xff\"}").message.find("not JSON") != std::string::npos);
}

TEST_CASE("text_errors: a text cut off anywhere is told and never crashes") {
  const std::string text = sound_form().dump(1);
  for (std::size_t length = 0; length < text.size(); ++length) CHECK(text_errors(text.substr(0, length)).size() == 1);
}

TEST_CASE("text_errors: the place of a syntax error is line and column") {
  const SchemaError error = only_error("{\n  \"id\": \"a\",\n  oops\n}");
  CHECK(error.line == 3);
  CHECK(error.message.find("line 3 column 3") != std::string::npos);
}

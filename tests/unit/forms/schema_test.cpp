#include "pipeline/forms/schema.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "form_folder.hpp"

using namespace carescan::forms;
using namespace carescan::forms::testing;

namespace {

std::vector<std::string> pointers(const nlohmann::json& form) {
  std::vector<std::string> all;
  for (const SchemaError& error : schema_errors(form)) all.push_back(error.pointer);
  return all;
}

}  // namespace

TEST_CASE("form_schema: the binary carries templates/form.schema.json") {
  std::ifstream file(std::filesystem::path(CARESCAN_SOURCE_DIR) / "templates" / "form.schema.json");
  CHECK(nlohmann::json::parse(form_schema()) == nlohmann::json::parse(file));
}

TEST_CASE("schema: a sound form has no errors") {
  CHECK(schema_errors(sound_form()).empty());
}

TEST_CASE("schema: all errors are told and each with its own pointer") {
  auto form = sound_form();
  form["fields"][0]["box"][2] = -1;
  form["fields"][0]["colour"] = "red";
  form["fields"][1]["kind"] = "tickbox";
  form.erase("title");
  const auto found = pointers(form);
  CHECK(found.size() == 4);
  for (const std::string wanted : {"", "/fields/0", "/fields/0/box/2", "/fields/1/kind"})
    CHECK_MESSAGE(std::count(found.begin(), found.end(), wanted) == 1, wanted);
}

TEST_CASE("schema: wrong types and shapes are refused") {
  const auto refused = [](const char* pointer, const nlohmann::json& value) {
    auto form = sound_form();
    form[nlohmann::json::json_pointer(pointer)] = value;
    return !schema_errors(form).empty();
  };
  CHECK(refused("/id", "Tea List"));
  CHECK(refused("/version", "one"));
  CHECK(refused("/version", 1));
  CHECK(refused("/blank", "../other/blank.pdf"));
  CHECK(refused("/blank", "blank.docx"));
  CHECK(refused("/pages", nlohmann::json::array()));
  CHECK(refused("/pages/0/width_mm", "210"));
  CHECK(refused("/pages/0/number", 1.5));
  CHECK(refused("/fields", nlohmann::json::array()));
  CHECK(refused("/fields/0/name", "Sur name"));
  CHECK(refused("/fields/0/page", 1e12));
  CHECK(refused("/fields/0/box", {1, 2, 3, 4, 5}));
  CHECK(refused("/fields/0/layout", "DDMM"));
  CHECK(refused("/fields/0/lexicon", "../secrets"));
  CHECK(refused("/fields/0/rules", {{{"minimum", 1}}}));
  CHECK(refused("/rules", {{{"rule", "order"}, {"fields", {"surname"}}}}));
  CHECK(refused("/fhir", {{{"name", "no resourceType"}}}));
  CHECK(refused("/surprise", true));
  CHECK_FALSE(refused("/blank", "Scan 1.JPG"));
  CHECK_FALSE(refused("/$schema", "../form.schema.json"));
  CHECK_FALSE(refused("/match", {{"code", "carescan:tea-list:1.0:{page}"}}));
}

TEST_CASE("schema: what is no object at all is an error at the root") {
  CHECK(pointers(nlohmann::json::array()) == std::vector<std::string>{""});
  CHECK(pointers(nlohmann::json(nullptr)) == std::vector<std::string>{""});
}

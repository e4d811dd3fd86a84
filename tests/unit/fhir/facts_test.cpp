#include "pipeline/fhir/facts.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

using carescan::fhir::facts;

TEST_CASE("the compiled-in table describes the resources we emit and may meet") {
  int resources = 0;
  for (const auto& [name, type] : facts().types) resources += type.resource ? 1 : 0;
  CHECK(resources == 28);
  CHECK(facts().resource_types.size() == 146);
  for (const char* type :
       {"Bundle", "Patient", "QuestionnaireResponse", "Provenance", "Composition", "AllergyIntolerance", "Flag"})
    CHECK_MESSAGE(facts().types.contains(type), type);
}

TEST_CASE("every type and value set that an element names is in the table") {
  for (const auto& [name, type] : facts().types)
    for (const auto& element : type.elements) {
      CAPTURE(name + "." + element.name);
      for (const std::string& t : element.types)
        CHECK((t == "Resource" || facts().types.contains(t) || facts().primitives.contains(t)));
      const bool open = element.value_set == "mimetypes" || element.value_set == "currencies";
      CHECK((element.value_set.empty() || open || facts().value_sets.contains(element.value_set)));
      for (const std::string& target : element.targets) CHECK(facts().resource_types.contains(target));
    }
}

TEST_CASE("a choice element has the name and the type with a capital") {
  CHECK(carescan::fhir::choice_name("value", "dateTime") == "valueDateTime");
  CHECK(carescan::fhir::choice_name("value", "Quantity") == "valueQuantity");
}

TEST_CASE("the compiled-in table is what the source of the facts says") {
  const auto source = std::filesystem::path(CARESCAN_SOURCE_DIR) / ".." / "shared" / "fhir" / "r4-compact.json";
  if (!std::filesystem::exists(source)) {
    MESSAGE("skipped: ../shared/fhir/r4-compact.json is not there");
    return;
  }
  std::ifstream in(source);
  const nlohmann::json table = nlohmann::json::parse(in);
  CHECK(table["types"].size() == facts().types.size());
  CHECK(table["valueSets"].size() == facts().value_sets.size());
  for (const auto& [name, type] : table["types"].items()) {
    REQUIRE_MESSAGE(facts().types.contains(name), name);
    CHECK_MESSAGE(facts().types.at(name).elements.size() == type["el"].size(), name);
  }
}

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "pipeline/fhir/own_extensions.hpp"
#include "tests/unit/fhir/broken.hpp"

using namespace carescan;
using namespace fhir_sample;

namespace {

const std::string own = "https://carescan.example/fhir/StructureDefinition/";

Json definition(const std::string& name) {
  std::ifstream in(std::filesystem::path(CARESCAN_SOURCE_DIR) / "docs/fhir" /
                   ("StructureDefinition-" + name + ".json"));
  REQUIRE_MESSAGE(in.good(), name);
  return Json::parse(in);
}

void collect_urls(const Json& node, std::set<std::string>& urls) {
  if (node.is_object() && node.contains("url") && node["url"].is_string() &&
      node["url"].get<std::string>().starts_with(own))
    urls.insert(node["url"].get<std::string>().substr(own.size()));
  if (node.is_structured())
    for (const Json& child : node) collect_urls(child, urls);
}

/// valueX names of the element with this id in a definition.
std::set<std::string> value_names(const Json& definition, const std::string& id) {
  std::set<std::string> out;
  for (const Json& element : definition["differential"]["element"])
    if (element["id"] == id && element.contains("type"))
      for (const Json& type : element["type"]) {
        std::string name = type["code"];
        name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
        out.insert("value" + name);
      }
  return out;
}

/// docs/fhir/<file>.json; null where it is not there.
Json shipped(const std::string& file) {
  std::ifstream in(std::filesystem::path(CARESCAN_SOURCE_DIR) / "docs/fhir" / (file + ".json"));
  return in ? Json::parse(in) : Json();
}

/// The codes of the code system that is shipped under this name, if its value set is all of it.
std::set<std::string> codes(const std::string& name) {
  const Json system = shipped("CodeSystem-" + name), all = shipped("ValueSet-" + name);
  std::set<std::string> out;
  if (!system.is_object() || all["compose"]["include"][0] != Json{{"system", system["url"]}}) return out;
  for (const Json& concept_ : system["concept"]) out.insert(concept_["code"].get<std::string>());
  return out;
}

/// Findings after the first item's extensions were replaced in the sample bundle.
Findings with_item_extensions(const char* extensions) {
  return after("QuestionnaireResponse", [&](Json& r) { r["item"][0]["extension"] = Json::parse(extensions); });
}

}  // namespace

TEST_CASE("every extension of our own that bundles carry has its definition") {
  Record record = mixed_record();
  record.issues = {{"page-missing", "", 2, std::nullopt, ""}};
  for (const char* name : {"notes[1].note", "notes[2].note"})
    record.fields.push_back(answer(field(name, FieldKind::text, "Note"), Value(std::string("Slept well"))));
  at(record, "born").read_as = MachineReading{FieldState::read, std::string("1939-02-28"), "28021939", 0.7};
  record.tables = {{"notes", {{1, 2}}}};  // the second row goes on from the first
  std::set<std::string> emitted, known;
  collect_urls(bundle_of(record), emitted);
  for (const fhir::OwnExtension& extension : fhir::own_extensions()) known.insert(extension.name);
  CHECK(emitted == known);
  for (const std::string& name : emitted) CHECK(definition(name)["url"] == own + name);
}

TEST_CASE("definitions and validator allow the same value types and codes") {
  for (const fhir::OwnExtension& extension : fhir::own_extensions()) {
    CAPTURE(extension.name);
    const Json defined = definition(extension.name);
    CHECK(defined["derivation"] == "constraint");
    CHECK(codes(extension.name) == extension.codes);
    CHECK(value_names(defined, "Extension.value[x]") == extension.value_names);
    if (!extension.system.empty())
      CHECK(shipped("CodeSystem-" + extension.name)["url"] == extension.system);
    if (!extension.codes.empty())
      CHECK(defined.dump().find("https://carescan.example/fhir/ValueSet/" + extension.name) != std::string::npos);
    for (const fhir::OwnExtension& part : extension.parts)
      CHECK(value_names(defined, "Extension.extension:" + part.name + ".value[x]") == part.value_names);
  }
}

TEST_CASE("a data-absent-reason has a code of its value set") {
  CHECK(found(with_item_extensions(
                  R"([{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"forgotten"}])"),
              "code-invalid", "item[0].extension[0].value"));
  CHECK(found(with_item_extensions(
                  R"([{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueString":"unknown"}])"),
              "structure", "item[0].extension[0].value"));
  CHECK(with_item_extensions(
            R"([{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"not-asked"}])")
            .empty());
}

TEST_CASE("a reading state has a code of its own system") {
  const auto state = [](const std::string& system, const std::string& code) {
    return with_item_extensions((R"([{"url":")" + own + R"(reading-state","valueCoding":{"system":")" + system +
                                 R"(","code":")" + code + "\"}}]")
                                    .c_str());
  };
  const std::string system = "https://carescan.example/fhir/CodeSystem/reading-state";
  CHECK(state(system, "illegible").empty());
  CHECK(found(state(system, "smudged"), "code-invalid", "item[0].extension[0].value"));
  CHECK(found(state("https://other.example/states", "blank"), "code-invalid", "item[0].extension[0].value"));
}

TEST_CASE("parts of our extensions are known ones and there once") {
  const auto region = [](const std::function<void(Json&)>& change) {
    return after("Provenance", [&](Json& p) { change(p["entity"][0]["extension"][0]["extension"]); });
  };
  CHECK(found(region([](Json& parts) { parts[0]["url"] = "somewhere"; }), "structure", "extension[0].url"));
  CHECK(found(region([](Json& parts) { parts.push_back(parts[0]); }), "structure", "extension[4]"));
  CHECK(region([](Json&) {}).empty());
}

TEST_CASE("extensions of others are left alone") {
  CHECK(with_item_extensions(R"([{"url":"https://other.example/reading-state","valueString":"smudged"}])").empty());
}

TEST_CASE("an item with a data-absent-reason has no answer") {
  const auto answered = [](const char* extensions) {
    return after("QuestionnaireResponse", [&](Json& r) {
      r["item"][0]["extension"] = Json::parse(extensions);
      r["item"][0]["answer"] = Json::parse(R"([{"valueString":"x"}])");
    });
  };
  CHECK(found(
      answered(R"([{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"temp-unknown"}])"),
      "invariant", "item[0].answer"));
  CHECK(answered(R"([{"url":"https://other.example/note","valueString":"x"}])").empty());
}

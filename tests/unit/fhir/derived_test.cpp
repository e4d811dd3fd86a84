#include "pipeline/fhir/derived.hpp"

#include <doctest/doctest.h>

#include "tests/unit/fhir/care_record.hpp"

using namespace carescan;
using namespace care_sample;

TEST_CASE("a for_each over a table makes one resource an entry and joins the rows that go on") {
  const auto goals = derived(all_reviewed(), R"([{"resourceType":"Goal","for_each":"needs[*]",
    "description":{"text":"{{needs[*].goal}}"},"note":[{"text":"{{needs[*].who}}"}]}])");
  REQUIRE(goals.size() == 2);
  CHECK(goals[0].resource["description"]["text"] == "Walk to the shop\nand back");
  CHECK(goals[0].resource["note"][0]["text"] == "Priya");
  CHECK(goals[1].resource["description"]["text"] == "Sleep through");
  CHECK_FALSE(goals[1].resource.contains("note"));
  CHECK(goals[0].fields == std::set<std::string>{"needs[1].goal", "needs[2].goal", "needs[1].who"});
  CHECK(goals[0].resource["id"] != goals[1].resource["id"]);
}

TEST_CASE("a for_each over numbered fields leaves out what is blank") {
  const auto found = derived(all_reviewed(), allergies);
  REQUIRE(found.size() == 1);
  CHECK(found[0].resource["code"]["text"] == "Penicillin");
  CHECK(found[0].resource["reaction"][0]["manifestation"][0]["text"] == "Rash");
  CHECK(found[0].resource["patient"] == fhir::Json{{"reference", found[0].resource["patient"]["reference"]}});
}

TEST_CASE("a for_each over codes fills each of them") {
  const auto found = derived(all_reviewed(), R"([{"resourceType":"CarePlan","category":[
    {"for_each":"help","text":"{{help | label}}"}],"title":"{{surname}}"}])");
  REQUIRE(found.size() == 1);
  CHECK(found[0].resource["category"].dump() == R"([{"text":"Washing"},{"text":"Eating"}])");
}

TEST_CASE("a resource waits for the codes that it repeats over") {
  Record waits = all_reviewed();
  ask(waits, "help");
  CHECK(derived(waits, R"([{"resourceType":"CarePlan","category":[{"for_each":"help","text":"{{help | label}}"}],
    "title":"{{surname}}"}])")
            .empty());
}

TEST_CASE("nothing is derived from what waits for a person") {
  Record waits = all_reviewed();
  ask(waits, "allergy_1_reaction");
  CHECK(derived(waits, allergies).empty());
  CHECK(derived(waits, R"([{"resourceType":"AllergyIntolerance","for_each":"allergy_*",
    "code":{"text":"{{allergy_*_substance | required}}"},"reaction":[{"manifestation":[{"text":"{{allergy_*_reaction | if_known}}"}]}]}])")
            .size() == 1);
  ask(waits, "needs[2].goal");
  const auto goals = derived(waits, goal);
  REQUIRE(goals.size() == 1);
  CHECK(goals[0].resource["description"]["text"] == "Sleep through");
}

TEST_CASE("when and unless decide by what is known and wait for what is not") {
  const std::string flag =
      R"([{"resourceType":"Flag","when":"{{cpr | is:yes}}","unless":"{{signed_on}}","code":{"text":"CPR decision"}}])";
  Record record = all_reviewed();
  CHECK(derived(record, flag).empty());
  put(record, "signed_on", std::string(), FieldState::blank);
  CHECK(derived(record, flag).size() == 1);
  CHECK(derived(record, flag)[0].fields.contains("cpr"));
  put(record, "cpr", std::string("no"));
  CHECK(derived(record, flag).empty());
  put(record, "cpr", std::string("yes"));
  ask(record, "signed_on");
  CHECK(derived(record, flag).empty());
}

TEST_CASE("what when lets be stays though nothing else of it is written") {
  Record record = all_reviewed();
  put(record, "signed_on", std::string(), FieldState::blank);
  const auto found =
      derived(record, R"([{"resourceType":"Flag","when":"{{cpr | is:yes}}","code":{"text":"CPR decision"},
    "period":{"start":"{{signed_on}}"}}])");
  REQUIRE(found.size() == 1);
  CHECK_FALSE(found[0].resource.contains("period"));
}

TEST_CASE("of several tick boxes one that is ticked is enough and one that waits makes all wait") {
  const std::string any = R"([{"resourceType":"Flag","when":"{{no_allergies + signature}}","code":{"text":"Any"}}])";
  Record record = all_reviewed();
  CHECK(derived(record, any).size() == 1);  // the first is not ticked, the second is
  put(record, "signature", false);
  CHECK(derived(record, any).empty());
  put(record, "no_allergies", true);
  CHECK(derived(record, any).size() == 1);
  ask(record, "signature");
  CHECK(derived(record, any).empty());
}

TEST_CASE("a resource a turn is left out where its condition says so and waits alone") {
  const std::string goals = R"([{"resourceType":"Goal","for_each":"needs[*]","unless":"{{needs[*].who}}",
    "description":{"text":"{{needs[*].goal}}"}}])";
  Record record = all_reviewed();
  REQUIRE(derived(record, goals).size() == 1);
  CHECK(derived(record, goals)[0].resource["description"]["text"] == "Sleep through");
  ask(record, "needs[3].who");
  CHECK(derived(record, goals).empty());
}

TEST_CASE("references go to the resource of the same turn and to nothing that was not made") {
  Record record = all_reviewed();
  const auto found = derived(record, std::string(goal).substr(0, std::string(goal).size() - 1) + R"(,
    {"resourceType":"CarePlan","title":"{{surname}}","goal":[{"for_each":"needs[*]","reference":"{{@wish}}"}]}])");
  REQUIRE(found.size() == 3);
  CHECK(found[2].resource["goal"][1]["reference"] == "urn:uuid:" + found[1].resource["id"].get<std::string>());
  ask(record, "needs[1].goal");
  CHECK(derived(record, std::string(goal).substr(0, std::string(goal).size() - 1) + R"(,
    {"resourceType":"CarePlan","title":"{{surname}}","goal":[{"for_each":"needs[*]","reference":"{{@wish}}"}]}])")
            .back()
            .resource["goal"]
            .size() == 1);
}

TEST_CASE("a date and a time of the paper are a moment on the clocks of the country") {
  const std::string pulse = R"([{"resourceType":"Observation","code":{"text":"Pulse"},
    "effectiveDateTime":"{{signed_on + time | moment}}","valueInteger":"{{pulse}}"}])";
  Record record = all_reviewed();
  CHECK(derived(record, pulse)[0].resource["effectiveDateTime"] == "2026-06-01T07:45:00+01:00");
  CHECK(derived(record, pulse)[0].resource["valueInteger"].dump() == "72");
  put(record, "time", std::string("2561"));
  CHECK(derived(record, pulse)[0].resource["effectiveDateTime"] == "2026-06-01");
  put(record, "time", std::string("1945"));
  put(record, "signed_on", std::string(), FieldState::blank);
  CHECK_FALSE(derived(record, pulse)[0].resource.contains("effectiveDateTime"));  // a quarter to eight, not a year
}

TEST_CASE("every derived resource says who it is about and where it is from and what it was made of") {
  const auto found = derived(all_reviewed(), allergies);
  const fhir::Json& one = found.at(0).resource;
  CHECK(one["identifier"][0]["value"] == "urn:uuid:" + one["id"].get<std::string>());
  CHECK(one["meta"]["tag"][0]["code"] == "read-from-paper");
  CHECK(one["meta"]["profile"][0] == "https://fhir.hl7.org.uk/StructureDefinition/UKCore-AllergyIntolerance");
  CHECK(one["text"]["div"].get<std::string>().find("Substance 1: Penicillin; Reaction 1: Rash") != std::string::npos);
}

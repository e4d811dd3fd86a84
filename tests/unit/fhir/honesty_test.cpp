#include <doctest/doctest.h>

#include "tests/unit/fhir/care_record.hpp"

using namespace carescan;
using namespace care_sample;
using carescan::fhir::Json;

namespace {

Json first(const Record& record, const std::string& mapping) {
  const auto found = derived(record, mapping);
  return found.empty() ? Json() : found.front().resource;
}

std::string code(const Json& resource, const char* member) {
  return resource.at(member).at("coding").at(0).at("code").get<std::string>();
}

const std::string in_force =
    R"("in_force":{"signed":["{{signature}}"],"from":"{{signed_on}}","until":"{{review_on}}"})";

const std::string allergy_list = R"([{"resourceType":"AllergyIntolerance","id":"allergy","for_each":"allergy_*",
    "code":{"text":"{{allergy_*_substance | required}}"}},
  {"resourceType":"List","title":"Allergies","section":["allergy_*_substance"],
   "entry":[{"for_each":"allergy_*","item":{"reference":"{{@allergy}}"}}]}])";

/// The List of a record whose two allergy fields are like this.
Json list_of(FieldState one, FieldState two, bool asked = false) {
  Record record = all_reviewed();
  put(record, "allergy_1_substance", Value(std::string("Penicillin")), one);
  put(record, "allergy_2_substance", Value(), two);
  if (asked) ask(record, "allergy_1_substance");
  return derived(record, allergy_list).back().resource;
}

}  // namespace

TEST_CASE("conditions and allergies stay unconfirmed whoever looked") {
  for (const Record& record : {all_accepted(), all_reviewed()}) {
    const Json allergy = first(record, allergies);
    CHECK(code(allergy, "verificationStatus") == "unconfirmed");
    CHECK(code(allergy, "clinicalStatus") == "active");
    CHECK(code(first(record, R"([{"resourceType":"Condition","code":{"text":"{{surname}}"}}])"),
               "verificationStatus") == "unconfirmed");
  }
}

TEST_CASE("an observation is preliminary until a person looked and only then claims its own profile") {
  const std::string pulse =
      R"([{"resourceType":"Observation","meta":{"profile":["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Observation-VitalSigns-HeartRate"]},
    "code":{"text":"Pulse"},"valueInteger":"{{pulse}}"}])";
  CHECK(first(all_accepted(), pulse)["status"] == "preliminary");
  CHECK(first(all_accepted(), pulse)["meta"]["profile"][0] ==
        "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Observation");
  CHECK(first(all_reviewed(), pulse)["status"] == "final");
  CHECK(first(all_reviewed(), pulse)["meta"]["profile"][0] ==
        "https://fhir.hl7.org.uk/StructureDefinition/UKCore-Observation-VitalSigns-HeartRate");
}

TEST_CASE("a plan is active only if a person looked and it is signed and in date") {
  const std::string plan = R"([{"resourceType":"CarePlan","title":"{{surname}}",)" + in_force + "}]";
  CHECK(first(all_accepted(), plan)["status"] == "draft");
  CHECK(first(all_reviewed(), plan)["status"] == "active");
  CHECK(first(all_reviewed(), plan)["intent"] == "plan");
  Record record = all_reviewed();
  put(record, "signature", Value(false));
  CHECK(first(record, plan)["status"] == "unknown");
  record = all_reviewed();
  put(record, "review_on", Value(std::string("2026-06-30")));
  CHECK(first(record, plan)["status"] == "unknown");
  record = all_reviewed();
  put(record, "signed_on", Value(std::string("2026-07-02")));
  CHECK(first(record, plan)["status"] == "unknown");
  record = all_reviewed();
  ask(record, "signature");
  CHECK(first(record, plan)["status"] == "unknown");
}

TEST_CASE("a goal is proposed until its plan holds") {
  const std::string with =
      std::string(R"([{"resourceType":"Goal","description":{"text":"{{surname}}"},)") + in_force + "}]";
  CHECK(first(all_accepted(), with)["lifecycleStatus"] == "proposed");
  CHECK(first(all_reviewed(), with)["lifecycleStatus"] == "active");
  CHECK(first(all_reviewed(), goal)["lifecycleStatus"] == "proposed");
}

TEST_CASE("a medicine is unknown, stopped or active by the paper and unknown before a person looked") {
  const std::string medicine =
      R"([{"resourceType":"MedicationStatement","medicationCodeableConcept":{"text":"{{surname}}"},
    "effectivePeriod":{"start":"{{signed_on}}","end":"{{review_on}}"}}])";
  CHECK(first(all_accepted(), medicine)["status"] == "unknown");
  CHECK(first(all_reviewed(), medicine)["status"] == "active");
  Record record = all_reviewed();
  put(record, "review_on", Value(std::string("2026-06-20")));
  CHECK(first(record, medicine)["status"] == "stopped");
  put(record, "review_on", Value(), FieldState::blank);
  CHECK(first(record, medicine)["status"] == "unknown");
}

TEST_CASE("a flag is never raised by what nobody has looked at") {
  const std::string flag = R"([{"resourceType":"Flag","when":"{{cpr | is:yes}}","code":{"text":"CPR decision"}}])";
  CHECK(first(all_accepted(), flag).is_null());
  CHECK(first(all_reviewed(), flag)["status"] == "active");
  Record half = all_accepted();
  for (RecordField& f : half.fields) f.reviewed = f.name != "cpr";
  CHECK(first(half, flag).is_null());
}

TEST_CASE("a resource is only as trusted as the weakest of its fields") {
  Record half = all_reviewed();
  for (RecordField& f : half.fields) f.reviewed = f.name != "signed_on";
  const std::string pulse =
      R"([{"resourceType":"Observation","code":{"text":"Pulse"},"effectiveDateTime":"{{signed_on}}","valueInteger":"{{pulse}}"}])";
  CHECK(first(half, pulse)["status"] == "preliminary");
}

TEST_CASE("blank and none and illegible and ambiguous and asked give lists that differ") {
  using S = FieldState;
  const std::vector<Json> lists{list_of(S::blank, S::blank), list_of(S::none, S::blank),
                                list_of(S::illegible, S::blank), list_of(S::ambiguous, S::blank),
                                list_of(S::blank, S::blank, true)};
  std::set<std::string> reasons;
  for (const Json& list : lists) {
    CHECK_FALSE(list.contains("entry"));
    reasons.insert(list["emptyReason"].dump());
  }
  CHECK(reasons.size() == lists.size());
  CHECK(lists[0]["emptyReason"].dump() == R"({"text":"Left blank on the paper"})");
  for (std::size_t i = 0; i < lists.size(); ++i)
    CHECK((lists[i].dump().find("nilknown") != std::string::npos) == (i == 1));
}

TEST_CASE("one field that cannot be read keeps a list from saying that there is none") {
  using S = FieldState;
  CHECK(list_of(S::none, S::illegible)["emptyReason"].dump().find("nilknown") == std::string::npos);
  CHECK(list_of(S::none, S::blank, true)["emptyReason"].dump().find("nilknown") == std::string::npos);
}

TEST_CASE("what cannot be read keeps an object away that is only there where nothing else is written") {
  const std::string none = R"([{"resourceType":"AllergyIntolerance","when":"{{allergy_1_substance | none}}",
    "unless":"{{allergy_2_substance}}","code":{"text":"No known allergies"}}])";
  for (const FieldState other : {FieldState::blank, FieldState::illegible, FieldState::ambiguous}) {
    Record record = all_reviewed();
    put(record, "allergy_1_substance", Value(), FieldState::none);
    put(record, "allergy_2_substance", Value(), other);
    CHECK(derived(record, none).empty() == (other != FieldState::blank));
  }
}

TEST_CASE("a list with entries says when more waits for a person") {
  Record record = all_reviewed();
  const auto whole = derived(record, allergy_list);
  CHECK(whole.back().resource["entry"].size() == 1);
  CHECK_FALSE(whole.back().resource.contains("note"));
  put(record, "allergy_2_substance", Value(std::string("Nuts")));
  ask(record, "allergy_2_substance");
  const Json list = derived(record, allergy_list).back().resource;
  CHECK(list["entry"].size() == 1);
  CHECK(list.contains("note"));
}

TEST_CASE("a section whose page is missing has no list") {
  Record record = all_reviewed();
  std::erase_if(record.fields, [](const RecordField& f) { return f.name.starts_with("allergy"); });
  CHECK(derived(record, allergy_list).empty());
}

#include <doctest/doctest.h>

#include "tests/unit/fhir/shipped_form.hpp"

using namespace carescan;
using shipped::all;
using shipped::Json;
using shipped::Trust;
using shipped::with;

namespace {

Json reviewed(const std::string& id) {
  return shipped::bundle(shipped::record(id, Trust::reviewed));
}

/// The bundle of a form with other values for some fields; null leaves a field blank.
Json changed(const std::string& id, const Json& changes, Trust trust = Trust::reviewed) {
  const FormTemplate form = shipped::form(id);
  Json values = shipped::by_field(shipped::filled(id), form);
  for (const auto& [name, value] : changes.items())
    if (value.is_null())
      values.erase(name);
    else
      values[name] = value;
  return shipped::bundle(shipped::record(form, values, trust));
}

/// The bundle of a form on which a box for "none" is ticked and what it declares empty is.
Json with_none(const std::string& id, const std::string& box, const std::string& first, const std::string& begins) {
  const FormTemplate form = shipped::form(id);
  Json values = shipped::by_field(shipped::filled(id), form), kept = Json::object();
  for (const auto& [name, value] : values.items())
    if (!name.starts_with(begins)) kept[name] = value;
  kept[box] = true;
  Record record = shipped::record(form, kept, Trust::reviewed);
  fhir_sample::at(record, first).state = FieldState::none;
  return shipped::bundle(record);
}

Json reason(const Json& bundle, const std::string& title) {
  return with(bundle, "List", "/title", title).value("emptyReason", Json());
}

Json coding(const char* system, const char* code) {
  return {{"system", system}, {"code", code}};
}

}  // namespace

TEST_CASE("care plan: the person with names and address and needs of communication") {
  const Json person = all(reviewed("care-plan"), "Patient").at(0);
  CHECK(person["name"][0] ==
        Json{{"use", "official"}, {"family", "Ashdown"}, {"given", {"Mary", "Ann"}}, {"prefix", {"Mrs"}}});
  CHECK(person["name"][1] == Json{{"use", "usual"}, {"text", "Polly"}});
  CHECK(person["address"][0]["line"] == Json{"12 Mill Lane", "Upper Norton"});
  CHECK(person["address"][0]["postalCode"] == "AB1 2CD");
  CHECK(person["communication"][0]["language"]["coding"][0]["code"] == "cy");
  CHECK_FALSE(person["communication"][0].contains("preferred"));  // a first language need not be the preferred one
  CHECK(person["extension"][0]["valueBoolean"] == false);
  CHECK(person["generalPractitioner"] == Json::array({{{"display", "Dr Shah, Riverside Surgery"}}}));
  CHECK_FALSE(all(changed("care-plan", {{"interpreter_needed", nullptr}, {"faith_or_belief", nullptr}}), "Patient")
                  .at(0)
                  .contains("extension"));
}

TEST_CASE("care plan: kin has the powers that are ticked and no others") {
  const Json kin = with(reviewed("care-plan"), "RelatedPerson", "/name/0/text", "Gwen Ashdown");
  REQUIRE(kin.is_object());
  CHECK(kin["relationship"].size() == 3);
  CHECK(kin["relationship"][1]["text"] == "Daughter");
  CHECK(kin["relationship"][2]["text"] == "Power of attorney for health and welfare");
  CHECK(kin["telecom"][0]["value"] == "01632960002");
}

TEST_CASE("care plan: a need of two rows is one condition and one activity with its goal") {
  const Json bundle = reviewed("care-plan"), plan = all(bundle, "CarePlan").at(0);
  REQUIRE(plan["activity"].size() == 2);
  CHECK(plan["activity"][0]["detail"]["description"] == "One person beside me\nFrame in reach");
  const Json goal = with(bundle, "Goal", "/description/text", "Walk to the garden every day");
  CHECK(plan["activity"][0]["detail"]["goal"][0]["reference"] == "urn:uuid:" + goal["id"].get<std::string>());
  const Json need = with(bundle, "Condition", "/code/text", "Help with steps");
  CHECK(goal["addresses"][0]["reference"] == "urn:uuid:" + need["id"].get<std::string>());
  CHECK(plan["goal"].size() == 2);
  CHECK(plan["status"] == "unknown");  // the scan was seen before the day of the plan
  CHECK(plan["contributor"].size() == 3);
}

TEST_CASE("care plan: only ticked risks and aids are said") {
  const Json bundle = reviewed("care-plan");
  const Json ticked = with(bundle, "RiskAssessment", "/code/text", "Risks ticked on the care plan");
  CHECK(ticked["prediction"] ==
        Json::array({{{"outcome", {{"text", "Falls"}}}}, {{"outcome", {{"text", "Choking"}}}}}));
  CHECK(ticked["text"]["div"].get<std::string>().find("Pressure ulcers: not ticked") != std::string::npos);
  const Json aids = with(bundle, "Observation", "/code/text", "Communication needs");
  CHECK(aids["component"].size() == 3);
  const Json none = changed("care-plan", {{"risk_falls", false}, {"risk_choking", false}});
  CHECK(with(none, "RiskAssessment", "/code/text", "Risks ticked on the care plan").is_null());
}

TEST_CASE("care plan: allergies as written and none known only where it was ticked") {
  const Json bundle = reviewed("care-plan"), nuts = with(bundle, "AllergyIntolerance", "/code/text", "Nuts");
  CHECK(nuts["reaction"][0]["manifestation"][0]["text"] == "Swollen lips");
  CHECK_FALSE(nuts["code"].contains("coding"));
  const Json none = with_none("care-plan", "no_known_allergies", "allergy_1_substance", "allergy_");
  REQUIRE(all(none, "AllergyIntolerance").size() == 1);
  CHECK(all(none, "AllergyIntolerance")[0]["code"]["coding"][0] == coding("http://snomed.info/sct", "716186003"));
  CHECK(with(none, "List", "/title", "Allergies and intolerances")["entry"].size() == 1);
  const Json medicines = with_none("care-plan", "no_regular_medication", "medicines[1].name", "medicines[");
  CHECK(all(medicines, "MedicationStatement").empty());
  CHECK(reason(medicines, "Medicines")["coding"][0]["code"] == "nilknown");
}

TEST_CASE(
    "care plan: a decision on resuscitation is a flag only once somebody has looked and says no more than the form") {
  const auto flags = [](const Json& changes, Trust trust = Trust::reviewed) {
    std::string out;
    for (const Json& flag : all(changed("care-plan", changes, trust), "Flag"))
      if (const std::string words = flag["code"]["text"]; words.find("CPR") != std::string::npos) out += words + "|";
    return out;
  };
  CHECK(flags({}) == "A CPR decision is recorded; this form does not say which. Where it is kept: Red folder|");
  CHECK(flags({{"cpr_decision_where", nullptr}, {"cpr_decision_date", nullptr}}) ==
        "A CPR decision is recorded elsewhere; this form does not say which, nor where it is kept|");
  CHECK(flags({{"cpr_decision_recorded", "no"}}).empty());
  CHECK(flags({{"cpr_decision_recorded", "unknown"}}).empty());
  CHECK(flags({}, Trust::accepted).empty());
}

TEST_CASE("care plan: consent is what was ticked and best interests is none") {
  const auto of = [](const Json& bundle, const char* about) {
    return with(bundle, "Consent", "/policyRule/text", std::string("Question on the form: ") + about);
  };
  const Json bundle = reviewed("care-plan");
  CHECK(of(bundle, "Agrees with this plan")["provision"]["type"] == "permit");
  CHECK(of(bundle, "May be shared with the NHS")["provision"]["type"] == "deny");
  const Json best = changed("care-plan", {{"consent_to_plan", "best_interests"}});
  CHECK(of(best, "Agrees with this plan").is_null());
  CHECK(with(best, "Observation", "/valueCodeableConcept/text", "Best interests").is_object());
  CHECK(of(changed("care-plan", {{"person_signature", false}, {"representative_signature", false}}),
           "May be shared with the NHS")["status"] == "proposed");
}

TEST_CASE("medication list: stopped where the paper says so and as needed with its limit") {
  const Json bundle = reviewed("medication-list");
  const auto medicine = [&](const char* name) {
    return with(bundle, "MedicationStatement", "/medicationCodeableConcept/text", name);
  };
  CHECK(medicine("Amoxicillin")["effectivePeriod"] == Json{{"start", "2026-05-02"}, {"end", "2026-05-09"}});
  CHECK(medicine("Ramipril")["status"] == "unknown");
  CHECK(medicine("Ramipril")["dosage"][0]["text"] == "2.5 mg By mouth Morning");
  CHECK_FALSE(medicine("Ramipril")["dosage"][0].contains("asNeededBoolean"));
  const Json dosage = medicine("Paracetamol")["dosage"][0];
  CHECK(dosage["asNeededBoolean"] == true);
  CHECK(dosage["additionalInstruction"][0]["text"] == "Most in 24 hours: 8 tablets");
  CHECK(medicine("Paracetamol")["reasonCode"][0]["text"] == "Knee pain");
  CHECK(all(bundle, "Procedure")[0]["note"][0]["text"] == "Checked against: GP record, Labels");
  CHECK(all(bundle, "Flag").empty());
  CHECK(all(changed("medication-list", {{"covert", "yes"}}), "Flag").size() == 1);
}

TEST_CASE("observations: each row with its time and codes and the score with what it comes from") {
  const Json bundle = reviewed("observations");
  const auto first = [&](const char* words) { return with(bundle, "Observation", "/code/text", words); };
  const Json pulse = first("Pulse");
  CHECK(pulse["effectiveDateTime"] == "2026-06-01T07:45:00+01:00");
  CHECK(pulse["valueQuantity"] ==
        Json{{"value", 72}, {"unit", "per minute"}, {"system", "http://unitsofmeasure.org"}, {"code", "/min"}});
  CHECK(pulse["code"]["coding"] ==
        Json::array({coding("http://loinc.org", "8867-4"), coding("http://snomed.info/sct", "78564009")}));
  CHECK(pulse["meta"]["profile"][0].get<std::string>().ends_with("VitalSigns-HeartRate"));
  CHECK(first("Blood pressure")["component"].size() == 2);
  CHECK(first("Breathing air")["code"]["coding"][0]["code"] == "722742002");
  CHECK(first("On oxygen")["code"]["coding"][0]["code"] == "371825009");
  CHECK(first("Consciousness (ACVPU)")["valueCodeableConcept"]["coding"][0]["code"] == "248234008");
  const Json score = first("NEWS2 score");
  CHECK(score["valueQuantity"]["value"] == 0);
  CHECK(score["derivedFrom"].size() == 7);
  CHECK(score["method"]["text"] == "NEWS2 with SpO2 on scale 1");
  CHECK(with(bundle, "Observation", "/effectiveDateTime", "2026-12-02T00:15:00+00:00").is_object());
}

TEST_CASE("observations: a row without its day has no day and half a blood pressure is no panel") {
  const Json bundle = changed(
      "observations", {{"obs[1].taken_on", nullptr}, {"obs[1].diastolic", nullptr}, {"obs[2].systolic", nullptr}});
  const Json pulse = with(bundle, "Observation", "/code/text", "Pulse");
  CHECK_FALSE(pulse.contains("effectiveDateTime"));
  CHECK(pulse["_effectiveDateTime"]["extension"][0]["valueCode"] == "unknown");
  CHECK(with(bundle, "Observation", "/code/coding/0/code", "8480-6")["valueQuantity"]["value"] == 132);
  CHECK(with(bundle, "Observation", "/code/coding/0/code", "8462-4")["valueQuantity"]["value"] == 64);
  CHECK(with(bundle, "Observation", "/code/text", "Blood pressure")["effectiveDateTime"] ==
        "2026-12-02T00:15:00+00:00");
}

TEST_CASE("observations: unlooked-at vital signs claim no profile that fixes them as final") {
  for (const Json& one : all(shipped::bundle(shipped::record("observations", Trust::accepted)), "Observation")) {
    CHECK(one["status"] == "preliminary");
    CHECK(one["meta"]["profile"] == Json{"https://fhir.hl7.org.uk/StructureDefinition/UKCore-Observation"});
  }
}

TEST_CASE("nutrition: points are numbers and a height that nobody dated says so") {
  const Json bundle = reviewed("nutrition-screening");
  const Json must = with(bundle, "Observation", "/valueQuantity/value", 1);
  REQUIRE(must.is_object());
  CHECK(must["component"].size() == 4);
  CHECK(must["component"][2]["valueQuantity"]["value"] == 1);
  CHECK(must["note"][0]["text"] == "What we do: Food diary for three days");
  const Json height = with(bundle, "Observation", "/code/text", "Height");
  CHECK(height["_effectiveDateTime"]["extension"][0]["valueCode"] == "unknown");
  CHECK(height["method"]["text"] == "From the forearm");
}

TEST_CASE("body map: marks with place and size and a map without any says so") {
  const Json bundle = reviewed("body-map");
  const Json sore = with(bundle, "Observation", "/valueCodeableConcept/text", "Sore");
  CHECK(sore["bodySite"]["text"] == "Number 2 on the drawing of this body map");
  CHECK(sore["component"][0]["valueQuantity"]["value"] == 1);
  CHECK(sore["component"][1]["valueDateTime"] == "2026-06-01");
  CHECK(with(bundle, "Observation", "/code/text", "Body map")["hasMember"].size() == 3);
  Json none = with_none("body-map", "no_marks", "marks[1].number", "marks[");
  CHECK(with(none, "Observation", "/code/text", "Body map")["valueCodeableConcept"]["text"] ==
        "No marks seen anywhere");
  CHECK(reason(changed("body-map", {{"marks[1].kind", nullptr}}), "Marks").is_null());
}

TEST_CASE("daily notes: a note over two rows is one with the time of its first row") {
  const Json bundle = reviewed("daily-notes");
  const Json note = with(bundle, "Observation", "/effectiveDateTime", "2026-06-03T07:45:00+01:00");
  CHECK(note["valueString"] == "Up and washed, cheerful. Ate all of breakfast\nand asked for a second cup of tea.");
  CHECK(note["note"][0]["text"] == "Initialled on the paper");
  const Json undated = all(changed("daily-notes", {{"notes_on", nullptr}}), "Observation").at(0);
  CHECK_FALSE(undated.contains("effectiveDateTime"));  // "0745" is a time, not the year 745
}

TEST_CASE("falls: factors as answered and what is done about them as a plan") {
  const Json bundle = reviewed("falls-risk");
  const Json factors = with(bundle, "Observation", "/valueQuantity/unit", "answers");
  CHECK(factors["valueQuantity"]["value"] == 6);
  CHECK(factors["component"].size() == 14);
  CHECK(factors["component"][2]["valueCodeableConcept"]["text"] == "No");
  const Json plan = all(bundle, "CarePlan").at(0);
  CHECK(plan["activity"].size() == 14 + 3 + 3);
  CHECK(plan["activity"][0]["detail"]["reasonCode"][0]["text"] == "Has fallen in the last 12 months");
  CHECK(plan["activity"].back()["detail"]["scheduledString"] == "Asked on 2026-06-09");
  CHECK(plan["period"] == Json{{"start", "2026-06-01"}, {"end", "2026-09-01"}});
}

TEST_CASE("about me: the words of the person and who wrote them down") {
  const Json bundle = reviewed("about-me");
  const Json enjoys = with(bundle, "Observation", "/code/text", "What I enjoy doing");
  CHECK(enjoys["valueString"] == "Hymns, seed catalogues");
  CHECK(enjoys["performer"].size() == 2);  // "Me with help"
  CHECK(all(bundle, "Patient").at(0)["extension"][0]["valueBoolean"] == true);
  const Json alone = changed("about-me", {{"written_by", "me"}});
  CHECK(all(alone, "RelatedPerson").empty());
  CHECK(with(alone, "Observation", "/code/text", "What I enjoy doing")["performer"].size() == 1);
}

TEST_CASE("a List says when more is written in its section than its entries show") {
  const auto note = [](const Json& bundle, const char* title) {
    const Json list = with(bundle, "List", "/title", title);
    return list.contains("note") ? list["note"][0]["text"].get<std::string>() : "";
  };
  for (const std::string& id : shipped::ids())
    for (const Json& list : all(reviewed(id), "List"))
      CHECK_MESSAGE(list.contains("note") == (id == "body-map"), list["title"]);  // drawings become no resource
  const Json nameless = changed("medication-list", {{"medicines[2].name", nullptr}});
  CHECK(note(nameless, "Medicines") == "More is written on the paper, see the answers of the form");
  Record record = shipped::record("medication-list", Trust::reviewed);
  fhir_sample::set(record, "medicines[2].name", FieldState::illegible);
  CHECK(note(shipped::bundle(record), "Medicines") == "There is more on the paper that cannot be read or decided");
  record = shipped::record("medication-list", Trust::accepted);
  fhir_sample::at(record, "medicines[2].name").accepted = false;
  CHECK(note(shipped::bundle(record), "Medicines") == "More is written on the paper; it waits for a person");
}

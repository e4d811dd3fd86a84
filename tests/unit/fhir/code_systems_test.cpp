#include <doctest/doctest.h>

#include "pipeline/fhir/code_systems.hpp"
#include "pipeline/fhir/ucum.hpp"
#include "tests/unit/fhir/broken.hpp"

using namespace carescan;
using namespace fhir_sample;

TEST_CASE("UCUM units of clinical use are taken") {
  for (const char* unit : {"kg",
                           "cm",
                           "mm[Hg]",
                           "Cel",
                           "/min",
                           "{score}",
                           "%",
                           "kg/m2",
                           "10*9/L",
                           "mmol/L",
                           "ug",
                           "[lb_av]",
                           "[in_i]",
                           "mL/min/{1.73_m2}",
                           "1",
                           "mg/dL",
                           "10*-3",
                           "m[H2O]",
                           "U/L",
                           "m[IU]/L",
                           "h",
                           "a",
                           "{breaths}/min",
                           "/(24.h)",
                           "kg.m-2",
                           "10^6/uL",
                           "cm[H2O]",
                           "[degF]",
                           "da",
                           "s-1",
                           "g{protein}"}) {
    CAPTURE(unit);
    CHECK(fhir::is_ucum(unit) == (std::string(unit) != "da"));
  }
}

TEST_CASE("what is no UCUM unit is refused") {
  for (const char* unit : {"kilos", "", "kgs", "mmHg", "lbs", "stone", "kg/", "kg..m", "(kg", "kg)", "{score",
                           "k[lb_av]", "kg m", "m2kg", "years", "0", "\xC2\xB5g"}) {
    CAPTURE(unit);
    CHECK_FALSE(fhir::is_ucum(unit));
  }
}

TEST_CASE("a quantity under UCUM has a UCUM unit and under another system anything") {
  const auto weighed = [](const char* quantity) {
    return after("QuestionnaireResponse", [&](Json& r) {
      r["item"][1]["answer"] = Json::array({{{"valueQuantity", Json::parse(quantity)}}});
    });
  };
  CHECK(found(weighed(R"({"value":61,"system":"http://unitsofmeasure.org","code":"kilos"})"), "code-invalid",
              "value.code"));
  CHECK(weighed(R"({"value":61,"unit":"kilos","system":"http://unitsofmeasure.org","code":"kg"})").empty());
  CHECK(weighed(R"({"value":61,"system":"https://units.example","code":"kilos"})").empty());
}

TEST_CASE("a form's unit that is no UCUM is written without a code") {
  FormTemplate other = form();
  other.fields[6].unit = "kilos";
  const std::string bundle = fhir::make_bundle(record(), other, scans(), options());
  CHECK(fhir::validate(bundle).empty());
  for (const Json& item : resource(Json::parse(bundle), "QuestionnaireResponse")["item"])
    if (item["linkId"] == "weight")
      CHECK(item["answer"][0]["valueQuantity"] == Json{{"value", 61.5}, {"unit", "kilos"}});
}

TEST_CASE("SNOMED CT identifiers are told by their check digit") {
  for (const char* code : {"73211009", "22298006", "196461000000101", "196471000000108", "404684003"})
    CHECK(fhir::is_sctid(code));
  for (const char* code : {"73211008", "22298060", "196461000000108", "073211009", "12345", "7321100x", ""})
    CHECK_FALSE(fhir::is_sctid(code));
}

TEST_CASE("a SNOMED CT coding needs a right check digit but may be an expression") {
  const auto typed = [](const char* coding) {
    return after("DocumentReference", [&](Json& r) { r["type"]["coding"] = Json::array({Json::parse(coding)}); });
  };
  CHECK(found(typed(R"({"system":"http://snomed.info/sct","code":"73211008"})"), "code-invalid", "coding[0].code"));
  CHECK(typed(R"({"system":"http://snomed.info/sct","code":"73211009"})").empty());
  CHECK(typed(R"({"system":"http://snomed.info/sct","code":"73211009:363698007=113331007"})").empty());
  CHECK(typed(R"({"system":"https://codes.example","code":"73211008"})").empty());
}

TEST_CASE("elements of one resource have ids of their own") {
  CHECK(found(after("QuestionnaireResponse", [](Json& r) { r["item"][1]["id"] = r["item"][0]["id"]; }), "duplicate",
              "resource.item[1].id"));
  CHECK(found(after("Patient",
                    [](Json& p) {
                      p["_gender"] = {{"id", "x"}};
                      p["name"][0]["id"] = "x";
                      p["gender"] = "female";
                    }),
              "duplicate", ".id"));
  CHECK(after([](Json& bundle) {
          for (const std::size_t i : {1U, 2U}) bundle["entry"][i]["id"] = std::to_string(i);
          bundle["entry"][0]["resource"]["identifier"][0]["id"] = "same";
          bundle["entry"][1]["resource"]["identifier"][0]["id"] = "same";
        }).empty());
}

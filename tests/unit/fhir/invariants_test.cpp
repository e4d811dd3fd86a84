#include "pipeline/fhir/invariants.hpp"

#include <doctest/doctest.h>

#include <map>
#include <set>
#include <string>

#include "tests/unit/fhir/broken.hpp"

using namespace carescan::fhir;

namespace {

/// One object that breaks an invariant and one that keeps it.
struct Pair {
  const char* breaks;
  const char* keeps;
};

#define UCUM R"("system":"http://unitsofmeasure.org")"
#define WITHDRAWN(of)                                                                       \
  R"("verificationStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/)" of \
  R"(","code":"entered-in-error"}]})"

const std::multimap<std::string, Pair> data_types{
    {"qty-3", {R"({"code":"kg"})", R"({"code":"kg",)" UCUM "}"}},
    {"age-1", {R"({"value":-1,"code":"a",)" UCUM "}", R"({"value":80,"code":"a",)" UCUM "}"}},
    {"age-1", {R"({"value":80})", R"({"value":80,"code":"a"})"}},
    {"cnt-3", {R"({"value":1.5,"code":"1"})", R"({"value":2,"code":"1"})"}},
    {"cnt-3", {R"({"value":2,"code":"kg"})", R"({"code":"1"})"}},
    {"dis-1", {R"({"value":2})", R"({"value":2,"code":"m"})"}},
    {"drt-1", {R"({"value":2,"code":"h"})", R"({"value":2,"code":"h",)" UCUM "}"}},
    {"per-1", {R"({"start":"2024-02-02","end":"2024-02-01"})", R"({"start":"2024-02","end":"2024-02-01"})"}},
    {"per-1", {R"({"start":"2024","end":"2023-12-31"})", R"({"start":"2024-01-01"})"}},
    {"per-1",
     {R"({"start":"2024-01-01T10:00:00Z","end":"2024-01-01T10:30:00+01:00"})",
      R"({"start":"2024-01-02T00:30:00+14:00","end":"2024-01-01T23:00:00Z"})"}},
    {"rng-2", {R"({"low":{"value":3},"high":{"value":2}})", R"({"low":{"value":2},"high":{"value":2}})"}},
    {"rng-2",
     {R"({"low":{"value":3,"code":"g"},"high":{"value":2,"code":"g"}})",
      R"({"low":{"value":300,"code":"g"},"high":{"value":1,"code":"kg"}})"}},
    {"rat-1", {R"({"numerator":{"value":1}})", R"({"numerator":{"value":1},"denominator":{"value":2}})"}},
    {"rat-1", {R"({"id":"x"})", R"({"extension":[{}]})"}},
    {"att-1", {R"({"data":"TWFu"})", R"({"data":"TWFu","contentType":"text/plain"})"}},
    {"cpt-2", {R"({"value":"1"})", R"({"value":"1","system":"phone"})"}},
    {"exp-1", {R"({"language":"text/fhirpath"})", R"({"reference":"http://a.example"})"}},
    {"tim-1", {R"({"duration":1})", R"({"duration":1,"durationUnit":"h"})"}},
    {"tim-2", {R"({"period":1})", R"({"period":1,"periodUnit":"h"})"}},
    {"tim-4", {R"({"duration":-1})", R"({"duration":0})"}},
    {"tim-5", {R"({"period":-1})", R"({"period":1})"}},
    {"tim-6", {R"({"periodMax":1})", R"({"period":1,"periodMax":1})"}},
    {"tim-7", {R"({"durationMax":1})", R"({"duration":1,"durationMax":1})"}},
    {"tim-8", {R"({"countMax":1})", R"({"count":1,"countMax":1})"}},
    {"tim-9", {R"({"offset":1})", R"({"offset":1,"when":["MORN"]})"}},
    {"tim-9", {R"({"offset":1,"when":["CM"]})", R"({"when":["CM"]})"}},
    {"tim-10", {R"({"timeOfDay":["08:00:00"],"when":["MORN"]})", R"({"timeOfDay":["08:00:00"]})"}},
    {"drq-1", {R"({"path":"a","searchParam":"b"})", R"({"path":"a"})"}},
    {"drq-2", {R"({"id":"a"})", R"({"searchParam":"a"})"}},
    {"trd-1", {R"({"data":[{}],"timingDate":"2024-01-01"})", R"({"timingDate":"2024-01-01"})"}},
    {"trd-2", {R"({"condition":{}})", R"({"condition":{},"data":[{}]})"}},
    {"trd-3", {R"({"type":"named-event"})", R"({"type":"named-event","name":"x"})"}},
    {"trd-3", {R"({"type":"data-added"})", R"({"type":"periodic","timingDate":"2024-01-01"})"}}};

const std::multimap<std::string, Pair> resources{
    {"pat-1", {R"({"relationship":[{"text":"x"}]})", R"({"telecom":[{}]})"}},
    {"language",
     {R"({"language":{"coding":[{"system":"http://a.example","code":"pl"}]}})", R"({"language":{"text":"Polish"}})"}},
    {"language",
     {R"({"language":{"coding":[{"system":"urn:ietf:bcp:47","display":"Polish"}]}})",
      R"({"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"pl"}]}})"}},
    {"org-1", {R"({"active":true})", R"({"_name":{"id":"x"}})"}},
    {"org-2", {R"({"address":[{"use":"home"}]})", R"({"address":[{"use":"work"}]})"}},
    {"org-3", {R"({"telecom":[{"use":"home"}]})", R"({"telecom":[{"use":"work"}]})"}},
    {"ait-1", {R"({"code":{}})", R"({"clinicalStatus":{}})"}},
    {"ait-2",
     {R"({"clinicalStatus":{},)" WITHDRAWN("allergyintolerance-verification") "}",
      "{" WITHDRAWN("allergyintolerance-verification") "}"}},
    {"con-4",
     {R"({"abatementString":"x"})",
      R"({"abatementString":"x","clinicalStatus":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"resolved"}]}})"}},
    {"con-5",
     {R"({"clinicalStatus":{},)" WITHDRAWN("condition-ver-status") "}", "{" WITHDRAWN("condition-ver-status") "}"}},
    {"con-1", {R"({"type":{}})", R"({"summary":{}})"}},
    {"con-2", {R"({"id":"x"})", R"({"code":[{}]})"}},
    {"cpl-3", {R"({"detail":{},"reference":{}})", R"({"detail":{}})"}},
    {"cmp-1", {R"({"title":"x"})", R"({"text":{}})"}},
    {"cmp-2", {R"({"emptyReason":{},"entry":[{}]})", R"({"emptyReason":{}})"}},
    {"ppc-1", {R"({"status":"active"})", R"({"policyRule":{}})"}},
    {"gol-1", {R"({"detailString":"x"})", R"({"detailString":"x","measure":{}})"}},
    {"lst-1", {R"({"emptyReason":{},"entry":[{}]})", R"({"entry":[{}]})"}},
    {"lst-2", {R"({"mode":"working","entry":[{"deleted":true}]})", R"({"mode":"changes","entry":[{"deleted":true}]})"}},
    {"lst-3", {R"({"mode":"snapshot","entry":[{"date":"2024"}]})", R"({"mode":"working","entry":[{"date":"2024"}]})"}},
    {"obs-6", {R"({"valueString":"x","dataAbsentReason":{}})", R"({"dataAbsentReason":{}})"}},
    {"obs-7",
     {R"({"valueString":"x","code":{"coding":[{"code":"a"}]},"component":[{"code":{"coding":[{"code":"a"}]}}]})",
      R"({"valueString":"x","code":{"coding":[{"code":"a"}]},"component":[{"code":{"coding":[{"code":"b"}]}}]})"}},
    {"obs-3", {R"({"type":{}})", R"({"low":{}})"}},
    {"qrs-1", {R"({"answer":[{}],"item":[{}]})", R"({"answer":[{}]})"}},
    {"ras-1",
     {R"({"probabilityRange":{"low":{"value":5,"code":"1",)" UCUM R"(}}})",
      R"({"probabilityRange":{"low":{"value":5,"code":"%",)" UCUM R"(}}})"}},
    {"ras-2", {R"({"probabilityDecimal":-1})", R"({"probabilityDecimal":0})"}},
    {"ppc-2",
     {R"({"scope":{"coding":[{"system":"something","code":"adr"}]}})",
      R"({"scope":{"coding":[{"system":"something","code":"adr"}]},"patient":{}})"}},
    {"ras-2", {R"({"probabilityDecimal":101})", R"({"probabilityDecimal":100})"}},
    {"que-1", {R"({"type":"group"})", R"({"type":"group","item":[{}]})"}},
    {"que-1", {R"({"type":"display","item":[{}]})", R"({"type":"display"})"}},
    {"que-2", {R"({"item":[{"linkId":"1","item":[{"linkId":"1"}]}]})", R"({"item":[{"linkId":"1"},{"linkId":"2"}]})"}},
    {"que-3", {R"({"type":"display","code":[{}]})", R"({"type":"string","code":[{}]})"}},
    {"que-4", {R"({"answerOption":[{}],"answerValueSet":"x"})", R"({"answerOption":[{}]})"}},
    {"que-5", {R"({"type":"boolean","answerOption":[{}]})", R"({"type":"choice","answerOption":[{}]})"}},
    {"que-6", {R"({"type":"display","required":false})", R"({"type":"string","required":true})"}},
    {"que-7", {R"({"operator":"exists","answerString":"x"})", R"({"operator":"exists","answerBoolean":true})"}},
    {"que-8", {R"({"type":"group","initial":[{}]})", R"({"type":"string","initial":[{}]})"}},
    {"que-9", {R"({"type":"display","readOnly":true})", R"({"type":"string","readOnly":true})"}},
    {"que-10", {R"({"type":"date","maxLength":4})", R"({"type":"string","maxLength":4})"}},
    {"que-11", {R"({"answerOption":[{}],"initial":[{}]})", R"({"initial":[{}]})"}},
    {"que-12", {R"({"enableWhen":[{},{}]})", R"({"enableWhen":[{},{}],"enableBehavior":"any"})"}},
    {"que-13", {R"({"initial":[{},{}]})", R"({"repeats":true,"initial":[{},{}]})"}}};

void check_table(const std::vector<Invariant>& table, const std::multimap<std::string, Pair>& pairs) {
  for (const Invariant& rule : table) {
    const auto [first, last] = pairs.equal_range(rule.key);
    const std::string tried = std::string(rule.type) + " " + rule.key;
    CAPTURE(tried);
    CHECK(first != last);
    for (auto it = first; it != last; ++it) {
      const std::string breaks = it->second.breaks, keeps = it->second.keeps;
      CAPTURE(breaks);
      CHECK_FALSE(rule.holds(Json::parse(breaks)));
      CAPTURE(keeps);
      CHECK(rule.holds(Json::parse(keeps)));
    }
  }
}

}  // namespace

TEST_CASE("each invariant of data types is broken by what breaks it and by nothing else") {
  check_table(data_type_invariants(), data_types);
}

TEST_CASE("each invariant of resources is broken by what breaks it and by nothing else") {
  check_table(resource_invariants(), resources);
}

TEST_CASE("invariants look at trees of any shape without a crash") {
  for (
      const char* odd :
      {"{}", "[]", "17", "null", R"({"item":[1,null],"telecom":"x","address":[3],"initial":{},"value":{}})",
       R"({"coding":[1],"code":{"coding":7},"component":[1],"valueString":1,"start":1,"low":1,"when":[1],"offset":2})"})
    for (const auto* table : {&data_type_invariants(), &resource_invariants()})
      for (const Invariant& rule : *table) CHECK_NOTHROW((void)rule.holds(Json::parse(odd)));
}

TEST_CASE("invariants are found where they apply in a bundle") {
  using namespace fhir_sample;
  CHECK(broke(after("QuestionnaireResponse",
                    [](Json& r) {
                      r["item"][1]["item"] = Json::array({{{"linkId", "x"}}});
                    }),
              "qrs-1"));
  CHECK(broke(after("Patient", [](Json& r) { r["contact"] = Json::array({{{"gender", "male"}}}); }), "pat-1"));
  CHECK(broke(after("Patient", [](Json& r) { r["telecom"] = Json::array({{{"value", "01632 960001"}}}); }), "cpt-2"));
  CHECK(broke(after("Organization",
                    [](Json& r) {
                      r.erase("name");
                      r.erase("identifier");
                    }),
              "org-1"));
  CHECK(broke(after("Patient",
                    [](Json& r) {
                      r["name"][0]["period"] = {{"start", "2024-01-02"}, {"end", "2024-01-01"}};
                    }),
              "per-1"));
  const auto section = [](Json& r) { r["section"].push_back({{"title", "x"}}); };
  CHECK(broke(after("Composition", section, carescan::fhir::BundleKind::document), "cmp-1"));
}

TEST_CASE("no comparator stands where the specification wants a simple quantity") {
  const std::string json =
      R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"referenceRange":[{"low":{"value":1,"comparator":"<"}}]})";
  CHECK(fhir_sample::found(validate(json), "structure", "low.comparator"));
}

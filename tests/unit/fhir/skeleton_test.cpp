#include "pipeline/fhir/skeleton.hpp"

#include <doctest/doctest.h>

#include "pipeline/fhir/filters.hpp"
#include "pipeline/model/failure.hpp"
#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using namespace fhir_sample;
using carescan::fhir::apply_filter;

namespace {

fhir::Expanded expanded(const std::string& skeleton, const Record& r = mixed_record()) {
  const auto form = fhir_sample::form();
  const auto with = options();
  const auto files = scans();
  return fhir::expand_skeleton(fhir::Json::parse(skeleton), {r, form, files, with});
}

std::string filled(const std::string& skeleton, const Record& r = mixed_record()) {
  return expanded(skeleton, r).resource.dump();
}

std::string filtered(const std::string& filter, const fhir::Json& value) {
  const Field sex = form().fields[4];
  const auto answer = apply_filter(filter, value, &sex);
  return answer ? answer->dump() : "nothing";
}

}  // namespace

TEST_CASE("a placeholder that is the whole text keeps the type of the value") {
  CHECK(filled(R"({"a":"{{needs_glasses}}","b":"{{ born }}"})") == R"({"a":true,"b":"1938-02-28"})");
  CHECK(filled(R"({"a":"{{weight}}"})", record()) == R"({"a":61.5})");
}

TEST_CASE("placeholders inside text are replaced and one without value takes the text along") {
  CHECK(filled(R"({"a":"born {{born}}, {{first_names}}."})") == R"({"a":"born 1938-02-28, Mary Ann."})");
  CHECK(filled(R"({"a":"{{first_names}} {{surname}}","b":"x"})") == "null");
  CHECK(filled(R"({"a":"{{first_names}} {{surname}}","b":"{{born}}"})") == R"({"b":"1938-02-28"})");
}

TEST_CASE("nothing of an asked or blank or illegible or ambiguous field is filled in") {
  for (const char* name : {"surname", "telephone", "weight", "allergies", "sex", "signed"})
    CHECK(filled(R"({"a":"{{)" + std::string(name) + R"(}}"})") == "null");
}

TEST_CASE("an object goes when all its placeholders went and stays for those it has") {
  CHECK(filled(R"({"id":"x","telecom":[{"system":"phone","value":"{{telephone}}"}]})") == "null");
  CHECK(filled(R"({"name":[{"use":"official","family":"{{surname}}","given":["{{first_names}}"]}]})") ==
        R"({"name":[{"use":"official","given":["Mary Ann"]}]})");
  CHECK(filled(R"({"always":{"text":"here"},"born":"{{born}}"})") ==
        R"({"always":{"text":"here"},"born":"1938-02-28"})");
}

TEST_CASE("an object whose required placeholder has no value goes as a whole") {
  CHECK(filled(R"({"contact":[{"name":"{{surname | required}}","born":"{{born}}"}],"b":"{{born}}"})") ==
        R"({"b":"1938-02-28"})");
  const fhir::Expanded gone = expanded(R"({"contact":[{"name":"{{surname | required}}","born":"{{born}}"}]})");
  CHECK(gone.resource.is_null());
  CHECK(gone.fields.empty());
}

TEST_CASE("several values become several items") {
  CHECK(filled(R"({"given":["{{first_names | words}}"]})") == R"({"given":["Mary","Ann"]})");
  CHECK(filled(R"({"moods":["{{moods | label}}","{{moods}}"]})") == R"({"moods":["Calm","Sad","calm","sad"]})");
}

TEST_CASE("it says which fields it used") {
  CHECK(expanded(R"({"a":"{{born}}","b":"{{surname}}","c":"{{sex | map:F=female}}"})").fields ==
        std::set<std::string>{"born"});
}

TEST_CASE("a mapping that cannot be meant is refused") {
  CHECK_THROWS_AS(filled(R"({"a":"{{no_such_field}}"})"), Failure);
  CHECK_THROWS_AS(filled(R"({"a":"{{born"})"), Failure);
  CHECK_THROWS_AS(filled(R"({"a":"{{born | nonsense}}"})"), Failure);
  CHECK_THROWS_AS(filled(R"({"a":"{{surname | nonsense}}"})"), Failure);
  FormTemplate bad = form();
  bad.fhir_json = R"({"resourceType":"Patient"})";
  CHECK_THROWS_AS(fhir::skeletons_of(bad), Failure);
  bad.fhir_json = R"(["Patient"])";
  CHECK_THROWS_AS(fhir::skeletons_of(bad), Failure);
}

TEST_CASE("filters change a value or leave nothing") {
  CHECK(filtered("nhs_number", "999 000 0018") == "\"9990000018\"");
  CHECK(filtered("nhs_number", "9990000019") == "nothing");
  CHECK(filtered("date", "1938-02-30") == "nothing");
  CHECK(filtered("date", "1938-02") == "\"1938-02\"");
  CHECK(filtered("postcode", "ab1 2cd") == "\"AB1 2CD\"");
  CHECK(filtered("postcode", "m11ae") == "\"M1 1AE\"");
  CHECK(filtered("map:F=female,M=male", "M") == "\"male\"");
  CHECK(filtered("map:F=female,M=male", "X") == "nothing");
  CHECK(filtered("map:true=active", true) == "\"active\"");
  CHECK(filtered("label", "F") == "\"Female\"");
  CHECK(filtered("label", "X") == "nothing");
  CHECK(filtered("code", "F") == "\"F\"");
  CHECK(filtered("code:option", "F") == "\"F\"");
  CHECK(filtered("upper", "ab") == "\"AB\"");
  CHECK(filtered("lower", "AB") == "\"ab\"");
  CHECK(filtered("text", 61.5) == "\"61.5\"");
  CHECK(filtered("number", "2") == "2");
  CHECK(filtered("number", "0.5") == "0.5");
  CHECK(filtered("number", "2 or 3") == "nothing");
  CHECK(filtered("words", " Mary  Ann ") == R"(["Mary","Ann"])");
  CHECK(filtered("lines", "1 High Street, Town\nCounty") == R"(["1 High Street","Town","County"])");
  CHECK(filtered("label", fhir::Json::parse(R"(["F","X","M"])")) == R"(["Female","Male"])");
}

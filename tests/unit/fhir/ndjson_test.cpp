#include "pipeline/fhir/ndjson.hpp"

#include <doctest/doctest.h>

#include "pipeline/model/failure.hpp"
#include "tests/unit/fhir/sample_record.hpp"

using namespace carescan;
using namespace fhir_sample;

namespace {

std::string bytes_of(const Record& record) {
  return fhir::make_bundle(record, form(), scans(), options());
}

Record other_document() {
  Record record = fhir_sample::record();
  record.id = "7a1f3c39-7f3e-5a35-9a2e-1d0b9b5e1c22";
  return record;
}

std::vector<fhir::ResourceLine> lines_of(const std::vector<std::string>& bundles) {
  fhir::ResourceLines resources;
  for (const std::string& bundle : bundles) resources.learn(bundle);
  std::vector<fhir::ResourceLine> out;
  for (const std::string& bundle : bundles)
    for (const fhir::ResourceLine& line : resources.lines(bundle)) out.push_back(line);
  return out;
}

long count(const std::vector<fhir::ResourceLine>& lines, const std::string& type) {
  return std::count_if(lines.begin(), lines.end(), [&](const fhir::ResourceLine& line) { return line.type == type; });
}

}  // namespace

TEST_CASE("a bundle becomes a line a resource that refer to each other by type and id") {
  const auto lines = lines_of({bytes_of(record())});
  CHECK(count(lines, "Patient") == 1);
  CHECK(count(lines, "QuestionnaireResponse") == 1);
  for (const fhir::ResourceLine& line : lines) {
    const Json resource = Json::parse(line.json);
    CHECK(resource.at("resourceType") == line.type);
    CHECK(line.json.find('\n') == std::string::npos);
    CHECK(line.json.find(R"("reference":"urn:uuid:)") == std::string::npos);
  }
}

TEST_CASE("what two bundles hold of one person or device is written once and both refer to it") {
  const auto lines = lines_of({bytes_of(record()), bytes_of(other_document())});
  CHECK(count(lines, "Patient") == 1);
  CHECK(count(lines, "Device") == 1);
  REQUIRE(count(lines, "QuestionnaireResponse") == 2);
  std::set<std::string> subjects;
  for (const fhir::ResourceLine& line : lines)
    if (line.type == "QuestionnaireResponse")
      subjects.insert(Json::parse(line.json).at("subject").at("reference").get<std::string>());
  CHECK(subjects.size() == 1);
}

TEST_CASE("patients without an NHS number that can be relied on are never put together") {
  Record one = record(), two = other_document();
  for (Record* each : {&one, &two}) {
    at(*each, "nhs_number").accepted = false;
    at(*each, "nhs_number").reasons = {"low-confidence"};
  }
  CHECK(count(lines_of({bytes_of(one), bytes_of(two)}), "Patient") == 2);
}

TEST_CASE("the same bundle again adds nothing") {
  const std::string bundle = bytes_of(record());
  CHECK(lines_of({bundle, bundle}).size() == lines_of({bundle}).size());
}

TEST_CASE("what is no bundle is refused") {
  fhir::ResourceLines resources;
  for (const char* bytes : {"", "{}", R"({"resourceType":"Patient"})", R"({"resourceType":"Bundle","entry":{}})"})
    CHECK_THROWS_AS(resources.learn(bytes), Failure);
}

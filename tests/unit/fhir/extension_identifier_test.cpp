#include <doctest/doctest.h>

#include "tests/unit/fhir/broken.hpp"

using namespace fhir_sample;
using carescan::fhir::validate;

namespace {

Findings with_extension(const std::string& extension) {
  return validate(R"({"resourceType":"Patient","extension":[)" + extension + "]}");
}

Findings with_number(const std::string& number) {
  return validate(R"({"resourceType":"Patient","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number","value":")" +
                  number + "\"}]}");
}

}  // namespace

TEST_CASE("an extension has an absolute URL and a value or parts") {
  CHECK(with_extension(R"({"url":"http://a.example/b","valueString":"x"})").empty());
  CHECK(with_extension(R"({"url":"http://a.example/b","extension":[{"url":"part","valueString":"x"}]})").empty());
  CHECK(found(with_extension(R"({"url":"part","valueString":"x"})"), "value", "extension[0].url"));
  CHECK(found(with_extension(R"({"valueString":"x"})"), "required", "extension[0].url"));
  CHECK(broke(with_extension(R"({"url":"http://a.example/b"})"), "ext-1"));
  CHECK(broke(with_extension(
                  R"({"url":"http://a.example/b","valueString":"x","extension":[{"url":"part","valueString":"x"}]})"),
              "ext-1"));
  CHECK(broke(with_extension(R"({"url":"http://a.example/b","extension":[{"url":"part"}]})"), "ext-1"));
}

TEST_CASE("an NHS number has ten digits and its check digit") {
  CHECK(with_number("9990000018").empty());
  for (const char* bad : {"9990000019", "999 000 0018", "999000001", "99900000181", "999000001X", "0000000000"})
    CHECK(found(with_number(bad), "value", "identifier[0].value"));
}

TEST_CASE("other identifiers are left alone") {
  CHECK(
      validate(R"({"resourceType":"Patient","identifier":[{"system":"https://other.example","value":"12"}]})").empty());
}

TEST_CASE("a claimed UK Core profile is checked for its identifiers") {
  CHECK(found(after("Patient", [](Json& r) { r["identifier"].push_back(r["identifier"][0]); }), "structure",
              "identifier[1]"));
  CHECK(found(after("Patient", [](Json& r) { r["identifier"][0].erase("value"); }), "required", "identifier[0].value"));
  const auto status = [](const std::string& code) {
    return after("Patient", [&](Json& r) {
      r["identifier"][0]["extension"][0]["valueCodeableConcept"]["coding"][0]["code"] = code;
    });
  };
  CHECK(status("03").empty());
  CHECK(found(status("09"), "code-invalid", "identifier[0].extension[0].value"));
  CHECK(found(status("number-present-and-verified"), "code-invalid", "identifier[0].extension[0].value"));
  CHECK(found(after("Organization", [](Json& r) { r["identifier"][0].erase("value"); }), "required",
              "identifier[0].value"));
  CHECK(after("Patient", [](Json& r) {
          r.erase("meta");
          r["identifier"].push_back(r["identifier"][0]);
        }).empty());
}

TEST_CASE("a hash that is no SHA-1 is found") {
  const auto hash = [](const std::string& text) {
    return after("DocumentReference", [&](Json& r) { r["content"][0]["attachment"]["hash"] = text; });
  };
  CHECK(found(hash("2jmj7l5rSw0yVb/vlWAYkK/YBw=="), "value", "attachment.hash"));
  CHECK(found(hash("da39a3ee5e6b4b0d3255bfef95601890afd80709"), "value", "attachment.hash"));
  CHECK(found(hash("not base64!"), "value", "attachment.hash"));
}

#include "pipeline/fhir/primitives.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <string>
#include <vector>

#include "pipeline/fhir/dates.hpp"
#include "pipeline/fhir/facts.hpp"

using namespace carescan::fhir;

namespace {

bool fits(const std::string& type, const Json& value) {
  return primitive_problem(type, value).empty();
}

/// Literals near the edges of the primitive types.
const std::vector<std::string> literals{"a",
                                        "A b",
                                        "a  b",
                                        " a",
                                        "a ",
                                        "1",
                                        "x.y-z",
                                        "x_y",
                                        "2023",
                                        "2023-1",
                                        "2023-01",
                                        "2023-13",
                                        "2023-00",
                                        "2023-01-01",
                                        "2023-01-32",
                                        "0000",
                                        "2023-01-01T00:00:00Z",
                                        "2023-01-01T24:00:00Z",
                                        "2023-01-01T23:59:60Z",
                                        "2023-01-01T00:00:00",
                                        "2023-01-01T00:00Z",
                                        "2023-01-01T00:00:00.123+14:00",
                                        "2023-01-01T00:00:00+14:30",
                                        "2023-01-01T00:00:00-00:00",
                                        "2023-01-01 00:00:00Z",
                                        "12:30:00",
                                        "12:30",
                                        "24:00:00",
                                        "12:60:00",
                                        "12:30:60",
                                        "12:30:00.5",
                                        "12:30:00.",
                                        "12:30:61",
                                        "http://a.example/b",
                                        "http://a.example/b c",
                                        "urn:oid:1.2.3",
                                        "urn:oid:3.2",
                                        "urn:oid:1.02",
                                        "urn:oid:1",
                                        "urn:oid:1.0",
                                        "urn:oid:1.2.",
                                        "urn:uuid:6f1f3c39-7f3e-5a35-9a2e-1d0b9b5e1c11",
                                        "urn:uuid:6F1F3C39-7F3E-5A35-9A2E-1D0B9B5E1C11",
                                        "urn:uuid:6f1f3c39-7f3e-5a35-9a2e",
                                        "urn:uuid:6f1f3c397f3e5a359a2e1d0b9b5e1c11",
                                        std::string(64, 'a'),
                                        std::string(65, 'a')};

}  // namespace

TEST_CASE("text primitives agree with the published patterns on literals near their edges") {
  for (const char* type : {"code", "id", "oid", "uuid", "date", "dateTime", "instant", "time", "string"}) {
    const std::regex published(facts().primitive_patterns.at(type));
    for (const std::string& literal : literals) {
      CAPTURE(type);
      CAPTURE(literal);
      CHECK(fits(type, literal) == std::regex_match(literal, published));
    }
  }
}

TEST_CASE("a URI has no white space and after urn:uuid: or urn:oid: what these promise") {
  for (const char* good : {"Patient/1", "#x", "http://a.example/b", "urn:oid:1.2.3", "mailto:a@b.example",
                           "urn:uuid:6f1f3c39-7f3e-5a35-9a2e-1d0b9b5e1c11"})
    for (const char* type : {"uri", "url"}) CHECK_MESSAGE(fits(type, good), good);
  for (const char* bad : {"", " ", "http://a b", "urn:oid:3.2", "urn:oid:1.", "urn:uuid:1",
                          "urn:uuid:", "urn:uuid:6F1F3C39-7F3E-5A35-9A2E-1D0B9B5E1C11"})
    for (const char* type : {"uri", "url", "canonical"}) CHECK_FALSE_MESSAGE(fits(type, bad), bad);
}

TEST_CASE("a canonical URL is absolute or a fragment") {
  for (const char* good : {"http://a.example/Questionnaire/b|1.0", "urn:oid:1.2", "#q", "Questionnaire/gcs"})
    CHECK_MESSAGE(fits("canonical", good), good);
  for (const char* bad : {"gcs", "/Questionnaire/gcs", "http://a.example/b |1", "|1.0"})
    CHECK_FALSE_MESSAGE(fits("canonical", bad), bad);
  CHECK(is_relative_canonical("Library/phq-9-logic|2"));
  CHECK_FALSE(is_relative_canonical("http://a.example/b"));
}

TEST_CASE("days that the published patterns let through are not in the calendar") {
  for (const char* bad : {"2023-02-29", "2023-02-30", "2023-04-31", "1900-02-29"}) {
    CHECK_FALSE(fits("date", bad));
    CHECK_FALSE(fits("dateTime", bad));
    CHECK_FALSE(fits("instant", std::string(bad) + "T00:00:00Z"));
  }
  for (const char* good : {"2024-02-29", "2000-02-29", "2023-12-31"}) CHECK(fits("date", good));
}

TEST_CASE("whole numbers are whole and of 32 bits") {
  CHECK(fits("integer", -5));
  CHECK(fits("integer", -2147483648LL));
  CHECK_FALSE(fits("integer", 2147483648LL));
  CHECK_FALSE(fits("integer", 18446744073709551615ULL));
  CHECK_FALSE(fits("integer", 1.0));
  CHECK_FALSE(fits("integer", "1"));
  CHECK(fits("unsignedInt", 0));
  CHECK_FALSE(fits("unsignedInt", -1));
  CHECK_FALSE(fits("positiveInt", 0));
  CHECK(fits("decimal", 1.5));
  CHECK(fits("decimal", 2));
  CHECK_FALSE(fits("decimal", "1.5"));
  CHECK(fits("boolean", true));
  CHECK_FALSE(fits("boolean", 1));
}

TEST_CASE("base64 is told from other text and counted") {
  CHECK(base64_size("TWFu") == 3);
  CHECK(base64_size("TWE=") == 2);
  CHECK(base64_size("TQ==") == 1);
  CHECK(base64_size("TW\nFu") == 3);
  for (const char* bad : {"", "TWF", "TW=u", "T===", "TWF!", "===="}) CHECK(base64_size(bad) == -1);
  CHECK(base64_decoded("TWFu") == "Man");
  CHECK(base64_decoded("TW\nE=") == "Ma");
  CHECK(base64_decoded("//79") == "\xFF\xFE\xFD");
}

TEST_CASE("text of any length is checked without a crash") {
  CHECK(fits("string", std::string(1048576, 'x')));
  CHECK_FALSE(fits("string", std::string(1048577, 'x')));
  CHECK_FALSE(fits("markdown", std::string(2000000, ' ')));
  CHECK_FALSE(fits("code", std::string(2000000, ' ')));
}

TEST_CASE("control characters are refused and line breaks are not") {
  CHECK(fits("string", "a\tb\r\nc"));
  CHECK_FALSE(fits("string", std::string("a\0b", 3)));
  CHECK_FALSE(fits("string", "a\x1b[0m"));
  CHECK_FALSE(fits("string", ""));
}

TEST_CASE("an absolute URI has a scheme") {
  for (const char* good : {"http://a", "urn:x", "mailto:a@b.example", "a+b:c"}) CHECK(is_absolute_uri(good));
  for (const char* bad : {"", "Patient/1", ":x", "a:", "1a:x", "http://a b", "#x"}) CHECK_FALSE(is_absolute_uri(bad));
}

TEST_CASE("moments in different zones are compared as moments") {
  CHECK(seconds_of("1970-01-01T00:00:00Z") == 0);
  CHECK(seconds_of("1970-01-02T00:00:00+01:00") == 86400 - 3600);
  CHECK(seconds_of("2026-01-02T03:04:05.5-02:30") == seconds_of("2026-01-02T05:34:05Z"));
}

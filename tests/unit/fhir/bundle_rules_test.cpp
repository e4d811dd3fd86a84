#include <doctest/doctest.h>

#include "tests/unit/fhir/broken.hpp"

using namespace fhir_sample;
using carescan::fhir::BundleKind;
using carescan::fhir::validate;

TEST_CASE("a fullUrl is absolute and well formed") {
  const auto url = [](const std::string& text) { return after([&](Json& b) { b["entry"][2]["fullUrl"] = text; }); };
  for (const char* bad : {"Device/1", "urn:uuid:1", "urn:uuid:63152A5F-5CE5-5349-8463-8383B94D2A42",
                          "ftp://a.example/Device/1", "urn:x:1"})
    CHECK(found(url(bad), "value", "entry[2].fullUrl"));
  CHECK(broke(url("http://a.example/Device/1/_history/2"), "bdl-8"));
}

TEST_CASE("a fullUrl is there once") {
  CHECK(found(after([](Json& b) { b["entry"][2]["fullUrl"] = b["entry"][1]["fullUrl"]; }), "duplicate",
              "entry[2].fullUrl"));
}

TEST_CASE("a fullUrl on a server agrees with the resource") {
  const auto bundle = [](const std::string& url) {
    return validate(R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":")" + url +
                    R"(","resource":{"resourceType":"Patient","id":"1"}}]})");
  };
  CHECK(bundle("http://a.example/r4/Patient/1").empty());
  CHECK(found(bundle("http://a.example/r4/Patient/2"), "value", "entry[0].fullUrl"));
  CHECK(found(bundle("http://a.example/r4/Device/1"), "value", "entry[0].fullUrl"));
}

TEST_CASE("requests are in transactions and only there") {
  CHECK(broke(after([](Json& b) { b["entry"][0].erase("request"); }), "bdl-3"));
  const auto request = [](Json& b) { b["entry"][0]["request"] = {{"method", "POST"}, {"url", "Patient"}}; };
  CHECK(broke(after(request, BundleKind::collection), "bdl-3"));
  CHECK(broke(after([](Json& b) { b["entry"][0]["response"] = {{"status", "201"}}; }), "bdl-4"));
  CHECK(broke(after([](Json& b) { b["entry"][0]["search"] = {{"mode", "match"}}; }), "bdl-2"));
  CHECK(broke(after([](Json& b) { b["total"] = 3; }), "bdl-1"));
  CHECK(broke(after(
                  [](Json& b) {
                    b["entry"].push_back({{"fullUrl", "http://a.example/x"}});
                  },
                  BundleKind::collection),
              "bdl-5"));
}

TEST_CASE("a request fits its method and its resource") {
  const auto with = [](const std::string& name, const std::string& value) {
    return after([&](Json& b) { b["entry"][0]["request"][name] = value; });
  };
  CHECK(found(with("url", "Device"), "value", "request.url"));
  CHECK(found(with("url", "Patient/1"), "value", "request.url"));
  CHECK(found(with("url", "Patent"), "value", "request.url"));
  CHECK(found(with("method", "PUT"), "value", "request.url"));
  CHECK(found(with("method", "PUT"), "structure", "request.ifNoneExist"));
  CHECK(found(with("method", "POSTE"), "code-invalid", "request.method"));
  CHECK(found(with("method", "GET"), "structure", "entry[0].resource"));
  CHECK(found(after([](Json& b) { b["entry"][1].erase("resource"); }), "required", "entry[1].resource"));
}

TEST_CASE("a PUT goes to the resource's own id and once") {
  const auto last = [](Json& b) -> Json& { return b["entry"].back(); };
  CHECK(found(after([&](Json& b) { last(b)["request"]["url"] = "Provenance/other"; }), "value", "request.url"));
  const auto twice = [&](Json& b) {
    Json copy = last(b);
    copy["fullUrl"] = "urn:uuid:00000000-0000-4000-8000-000000000000";
    b["entry"].push_back(copy);
  };
  CHECK(found(after(twice), "duplicate", "request.url"));
}

TEST_CASE("operations and absolute addresses in a transaction are left alone") {
  const std::string start =
      R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":{"resourceType":"Patient","id":"1"},"request":)";
  CHECK(validate(start + R"({"method":"POST","url":"Patient/$match"}}]})").empty());
  CHECK(validate(start + R"({"method":"PUT","url":"https://a.example/r4/Patient/1"}}]})").empty());
  CHECK(validate(start + R"({"method":"PUT","url":"Patient?identifier=1"}}]})").empty());
}

TEST_CASE("a document has composition and identifier and time and fullUrls") {
  const auto document = [](const std::function<void(Json&)>& change) { return after(change, BundleKind::document); };
  CHECK(broke(document([](Json& b) { std::swap(b["entry"][0], b["entry"][1]); }), "bdl-11"));
  CHECK(broke(document([](Json& b) { b.erase("identifier"); }), "bdl-9"));
  CHECK(broke(document([](Json& b) { b["identifier"].erase("system"); }), "bdl-9"));
  CHECK(broke(document([](Json& b) { b.erase("timestamp"); }), "bdl-10"));
  CHECK(found(document([](Json& b) { b["entry"].back().erase("fullUrl"); }), "required", ".fullUrl"));
  CHECK(broke(document([](Json& b) { b.erase("entry"); }), "bdl-11"));
}

TEST_CASE("a message begins with its header") {
  CHECK(broke(
      validate(
          R"({"resourceType":"Bundle","type":"message","entry":[{"fullUrl":"http://a.example/Patient/1","resource":{"resourceType":"Patient","id":"1"}}]})"),
      "bdl-12"));
}

TEST_CASE("a history may name one resource several times") {
  const std::string entry =
      R"({"fullUrl":"http://a.example/Patient/1","resource":{"resourceType":"Patient","id":"1"},"request":{"method":"PUT","url":"Patient/1"},"response":{"status":"200"}})";
  const Findings findings =
      validate(R"({"resourceType":"Bundle","type":"history","total":2,"entry":[)" + entry + "," + entry + "]}");
  CHECK_MESSAGE(findings.empty(), listed(findings));
}

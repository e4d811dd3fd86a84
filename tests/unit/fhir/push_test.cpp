#include "pipeline/fhir/push.hpp"

#include <doctest/doctest.h>

#include "pipeline/model/failure.hpp"
#include "tests/support/fake_fhir_server.hpp"

using namespace carescan;
using carescan::test::FakeFhirServer;
using carescan::test::take;
using httplib::Request;
using httplib::Response;

namespace {

const std::string bundle = R"({"resourceType":"Bundle","type":"transaction","entry":[
  {"resource":{"resourceType":"Patient"}},{"resource":{"resourceType":"Device"}}]})";

const fhir::Patience quick{4, std::chrono::milliseconds(1), std::chrono::milliseconds(20)};

fhir::Posted post(FakeFhirServer& server, const std::string& token = "", const fhir::Patience& patience = quick) {
  return fhir::FhirServer(fhir::push_target(server.url()), patience).post(bundle, 2, token);
}

std::string refused(const std::string& url) {
  try {
    fhir::push_target(url);
  } catch (const Failure& failure) {
    return failure.code;
  }
  return "";
}

}  // namespace

TEST_CASE("a push target is a base URL and plain http stays on this machine") {
  CHECK(fhir::push_target("https://fhir.example:8443/r4/").base_url() == "https://fhir.example:8443/r4");
  for (const char* url : {"http://127.0.0.1:8080/fhir", "http://localhost/fhir", "http://[::1]:8080"})
    CHECK(refused(url).empty());
  for (const char* url : {"http://fhir.example/fhir", "http://127.0.0.1.example/fhir", "http://10.0.0.1/fhir",
                          "http://localhost.example"})
    CHECK(refused(url) == "push-insecure");
  for (const char* url : {"", "fhir.example", "ftp://fhir.example", "https://", "https://me:secret@fhir.example",
                          "https://fhir.example?x=1", "https://fhir.example/a b"})
    CHECK(refused(url) == "push-url-invalid");
}

TEST_CASE("a bundle that is taken leaves what the server called its entries") {
  FakeFhirServer server([](int, const Request& request, Response& response) { take(request, response); });
  const fhir::Posted posted = post(server, "abc");
  CHECK(posted.taken);
  CHECK(posted.tries == 1);
  REQUIRE(posted.entries.size() == 2);
  CHECK(posted.entries[1].type == "Device");
  CHECK(posted.entries[1].id == "1");
  CHECK(posted.entries[1].version == "1");
  CHECK(posted.entries[1].status == 201);
  const Request request = server.requests().at(0);
  CHECK(request.path == "/fhir");
  CHECK(request.body == bundle);
  CHECK(request.get_header_value("Content-Type") == "application/fhir+json");
  CHECK(request.get_header_value("Authorization") == "Bearer abc");
}

TEST_CASE("a busy server is tried again and a server that stays busy is given up") {
  for (const int status : {409, 429, 502, 503, 504}) {
    FakeFhirServer server([&](int n, const Request& request, Response& response) {
      if (n < 3)
        response.status = status;
      else
        take(request, response);
    });
    CHECK(post(server).taken);
    CHECK(server.requests().size() == 3);
  }
  FakeFhirServer server([](int, const Request&, Response& response) { response.status = 503; });
  const fhir::Posted posted = post(server);
  CHECK_FALSE(posted.taken);
  CHECK(posted.tries == 4);
  CHECK(posted.problem.find("busy (503)") != std::string::npos);
}

TEST_CASE("the server's Retry-After makes the wait longer up to the longest") {
  FakeFhirServer server([](int n, const Request& request, Response& response) {
    if (n > 1) return take(request, response);
    response.status = 429;
    response.set_header("Retry-After", "3600");
  });
  const auto begin = std::chrono::steady_clock::now();
  CHECK(post(server, "", {4, std::chrono::milliseconds(1), std::chrono::milliseconds(60)}).taken);
  CHECK(std::chrono::steady_clock::now() - begin >= std::chrono::milliseconds(60));
}

TEST_CASE("a broken connection is tried again") {
  std::string url;
  {
    FakeFhirServer gone([](int, const Request&, Response&) {});
    url = gone.url();
  }
  const fhir::Posted posted = fhir::FhirServer(fhir::push_target(url), quick).post(bundle, 2, "");
  CHECK_FALSE(posted.taken);
  CHECK(posted.tries == 4);
  CHECK(posted.status == 0);
  CHECK(posted.problem.starts_with("no connection"));
}

TEST_CASE("what the server refuses is not tried again and its words are not repeated") {
  for (const int status : {301, 400, 401, 403, 404, 412, 422, 500}) {
    FakeFhirServer server([&](int, const Request&, Response& response) {
      response.status = status;
      response.set_content(R"({"resourceType":"OperationOutcome","issue":[{"diagnostics":"Ashdown"}]})",
                           "application/json");
    });
    const fhir::Posted posted = post(server);
    CHECK_FALSE(posted.taken);
    CHECK(posted.tries == 1);
    CHECK(posted.problem.find(std::to_string(status)) != std::string::npos);
    CHECK(posted.problem.find("Ashdown") == std::string::npos);
  }
}

TEST_CASE("an answer that is none to a transaction is no success") {
  for (
      const char* body :
      {"", "<html>", R"({"resourceType":"Bundle","type":"transaction-response"})",
       R"({"resourceType":"Bundle","type":"transaction-response","entry":[{"response":{"status":"201"}}]})",
       R"({"resourceType":"Bundle","type":"transaction-response","entry":[{"response":{"status":"201"}},{"response":{"status":"500"}}]})"}) {
    FakeFhirServer server(
        [&](int, const Request&, Response& response) { response.set_content(body, "application/json"); });
    CHECK_FALSE(post(server).taken);
  }
}

TEST_CASE("a resource is read with the token and what is gone is told from what is refused") {
  FakeFhirServer server([](int n, const Request&, Response& response) {
    response.status = std::vector<int>{503, 200, 404, 410, 403, 500}.at(static_cast<std::size_t>(n - 1));
    response.set_content(R"({"resourceType":"Flag"})", "application/fhir+json");
  });
  fhir::FhirServer client(fhir::push_target(server.url()), quick);
  const fhir::Served served = client.read("Flag", "7", "abc");
  CHECK(served.body == R"({"resourceType":"Flag"})");
  CHECK(served.problem.empty());
  CHECK(server.requests().at(1).path == "/fhir/Flag/7");
  CHECK(server.requests().at(1).get_header_value("Authorization") == "Bearer abc");
  CHECK(client.read("Flag", "7", "").gone);
  CHECK(client.read("Flag", "7", "").gone);
  CHECK(client.read("Flag", "7", "").problem.find("403") != std::string::npos);
  const fhir::Served refused = client.read("Flag", "7", "");
  CHECK(refused.problem.find("500") != std::string::npos);
  CHECK(refused.body.empty());
}

TEST_CASE("a server that gives no location says the version by its tag") {
  FakeFhirServer server([](int, const Request&, Response& response) {
    response.set_content(R"({"resourceType":"Bundle","type":"transaction-response","entry":[
      {"response":{"status":"200","etag":"W/\"4\"","location":"Patient/12"}},{"response":{"status":"200","etag":"\""}}]})",
                         "application/fhir+json");
  });
  const fhir::Posted posted = post(server);
  REQUIRE(posted.taken);
  CHECK(posted.entries[0].version == "4");
  CHECK(posted.entries[1].version.empty());
}

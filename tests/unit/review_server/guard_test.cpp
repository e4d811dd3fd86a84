#include "src/review/guard.hpp"

#include <doctest/doctest.h>

#include "src/review/office.hpp"

using namespace carescan;
using httplib::Request;

namespace {

constexpr int port = 8080;

Request get(const std::string& target) {
  Request request;
  request.method = "GET";
  request.target = target;
  request.headers = {{"Host", "127.0.0.1:8080"}};
  return request;
}

Request post() {
  Request request = get("/api/undo");
  request.method = "POST";
  request.headers.emplace("Origin", "http://127.0.0.1:8080");
  request.headers.emplace("Content-Type", "application/json");
  request.headers.emplace("Content-Length", "2");
  return request;
}

/// The same request with one header set, or taken away where the value is "-".
Request with(Request request, const std::string& name, const std::string& value) {
  request.headers.erase(name);
  if (value != "-") request.headers.emplace(name, value);
  return request;
}

int status(const Request& request) {
  const auto refused = web::objection(request, port);
  return refused ? refused->status : 0;
}

}  // namespace

TEST_CASE("requests of the page's own are let through") {
  CHECK(status(get("/")) == 0);
  CHECK(status(get("/api/items?column=care-plan%2F2.0%2Fneeds%5B*%5D.goal&count=24")) == 0);
  CHECK(status(get("/crop/id/needs%5B3%5D.goal.png?around=20")) == 0);
  CHECK(status(with(get("/"), "Host", "localhost:8080")) == 0);
  CHECK(status(post()) == 0);
  CHECK(status(with(post(), "Content-Type", "application/json; charset=utf-8")) == 0);
}

TEST_CASE("other hosts and origins and methods and forms of body are refused") {
  for (const char* host : {"-", "", "127.0.0.1", "127.0.0.1:80800", "localhost", "evil.example:8080",
                           "127.0.0.1:8080.evil", "0.0.0.0:8080", "LOCALHOST:8080", "127.0.0.1:8080 "})
    CHECK(status(with(get("/"), "Host", host)) == 403);
  Request twice = get("/");
  twice.headers.emplace("Host", "127.0.0.1:8080");
  CHECK(status(twice) == 403);
  CHECK(status(with(get("/"), "Origin", "http://evil.example")) == 403);
  for (const char* origin : {"-", "", "null", "https://127.0.0.1:8080", "http://localhost:8080", "http://127.0.0.1",
                             "http://127.0.0.1:8080/"})
    CHECK(status(with(post(), "Origin", origin)) == 403);
  for (const char* type : {"-", "", "text/plain", "application/jsonp", "application/x-www-form-urlencoded"})
    CHECK(status(with(post(), "Content-Type", type)) == 400);
  for (const char* length : {"-", "", "-1", "1e3", "9999999999999"})
    CHECK(status(with(post(), "Content-Length", length)) == 400);
  CHECK(status(with(post(), "Transfer-Encoding", "chunked")) == 400);
  CHECK(status(with(post(), "Content-Encoding", "gzip")) == 400);
  for (const char* method : {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PRI"}) {
    Request request = get("/");
    request.method = method;
    CHECK(status(request) == 405);
  }
}

TEST_CASE("paths that mean another path are refused and queries are left alone") {
  for (const char* target : {"", "x", "http://evil.example/", "/a/../b", "/..", "/a//b", "/%2e%2e/a", "/a%2Fb",
                             "/a%5Cb", "/a\\b", "/a%00", "/a%252e", "/a/./b"})
    CHECK_MESSAGE(status(get(target)) == 404, target);
  CHECK(status(get("/api/items?column=a//b..c%2e%00")) == 0);
}

TEST_CASE("one cookie is found among others") {
  Request request;
  request.headers = {{"Cookie", "a=1; carescan_session_8080=secret;b=2"}};
  CHECK(web::cookie(request, "carescan_session_8080") == "secret");
  CHECK(web::cookie(request, "a") == "1");
  CHECK(web::cookie(request, "b") == "2");
  CHECK(web::cookie(request, "carescan_session_80").empty());
  CHECK(web::cookie(Request(), "a").empty());
}

TEST_CASE("only ids become part of a path") {
  const std::string id = "54af959b-2721-5712-96a6-81a2cf33e7a9", sha(64, 'a');
  CHECK(web::is_document_id(id));
  for (const std::string& bad :
       std::vector<std::string>{"", id + "0", id.substr(1), "54AF959B" + id.substr(8),
                                "../../../../../../../../../../etc/pa", std::string(36, '-'), std::string(36, 'a')})
    CHECK_FALSE(web::is_document_id(bad));
  CHECK(web::is_quarantine_id(sha + "-p1"));
  CHECK(web::is_quarantine_id(sha + "-p10000"));
  for (const std::string& bad : std::vector<std::string>{"", sha, sha + "-p", sha + "-p1/", sha + "-px",
                                                         sha + "-p1234567", sha + "_p1", "/" + sha + "-p1"})
    CHECK_FALSE(web::is_quarantine_id(bad));
  CHECK(web::is_page_number("12"));
  for (const char* bad : {"", "0", "01", "1.", "-1", "12345", "1/2"}) CHECK_FALSE(web::is_page_number(bad));
}

TEST_CASE("numbers of a query are brought within limits and words are none") {
  const web::Call call{{}, {{"count", "500"}, {"few", "-3"}, {"word", "ten"}, {"both", "7x"}, {"empty", ""}}};
  CHECK(call.number("count", 24, 1, 200) == 200);
  CHECK(call.number("few", 24, 1, 200) == 1);
  CHECK(call.number("none", 24, 1, 200) == 24);
  for (const char* name : {"word", "both", "empty"}) CHECK_THROWS_AS(call.number(name, 24, 1, 200), web::Refused);
  CHECK(call.asked("count") == "500");
  CHECK_THROWS_AS(call.asked("empty"), web::Refused);
  CHECK(call.asked("none", "x") == "x");
}

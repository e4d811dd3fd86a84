#include "tests/cli/review_server.hpp"

using namespace carescan::test;

namespace {

long memory_kb(const std::string& of, pid_t process) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with(of)) return std::stol(line.substr(of.size() + 1));
  return 0;
}

}  // namespace

TEST_CASE("a foreign Host or Origin and anything but JSON are refused") {
  const Folder folder;
  make_run(folder.path(), 1);
  ReviewServer server(folder / "out");
  Browser ann = signed_in(server);
  const std::string port = std::to_string(server.port),
                    cookie = "Cookie: " + ann.headers.find("Cookie")->second + "\r\n";
  const auto work = [&](const std::string& headers) { return raw_status(server.port, "/api/work", headers + cookie); };
  CHECK(work("Host: 127.0.0.1:" + port + "\r\n") == 200);
  CHECK(work("Host: localhost:" + port + "\r\n") == 200);
  for (const std::string host : {"evil.example", "127.0.0.1", "evil.example:", "127.0.0.1.evil.example:"})
    CHECK(work("Host: " + host + (host.ends_with(':') ? port : "") + "\r\n") == 403);
  CHECK(work("") == 403);
  CHECK(work("Host: 127.0.0.1:" + port + "\r\nHost: evil.example\r\n") == 403);
  CHECK(work("Host: 127.0.0.1:" + port + "\r\nOrigin: http://evil.example\r\n") == 403);

  const auto undo = [&](const std::string& origin, const std::string& type) {
    ann.headers.erase("Origin");
    if (!origin.empty()) ann.headers.emplace("Origin", origin);
    return ann.post("/api/undo", "{}", type)->status;
  };
  const std::string own = "http://127.0.0.1:" + port;
  CHECK(undo(own, "application/json") == 200);
  CHECK(undo("", "application/json") == 403);
  CHECK(undo("null", "application/json") == 403);
  CHECK(undo("http://evil.example", "application/json") == 403);
  CHECK(undo("http://localhost:" + port, "application/json") == 403);  // not the Host that was asked
  CHECK(undo(own, "text/plain") == 400);
  CHECK(undo(own, "application/x-www-form-urlencoded") == 400);
  CHECK(ann.post("/api/undo", "[1]")->status == 400);
}

TEST_CASE("no path leads out of what is shown") {
  const Folder folder;
  make_run(folder.path(), 1);
  ReviewServer server(folder / "out");
  Browser ann = signed_in(server);
  const std::string id = documents(folder / "out").front().filename().string();
  const std::string headers =
      "Host: 127.0.0.1:" + std::to_string(server.port) + "\r\nCookie: " + ann.headers.find("Cookie")->second + "\r\n";
  const auto status = [&](const std::string& target) { return raw_status(server.port, target, headers); };
  CHECK(status("/page/" + id + "/1") == 200);
  for (const std::string& target : std::vector<std::string>{
           "/../run.json", "/page/../../run.json", "/page/%2e%2e/%2e%2e/run.json", "/page/" + id + "/../record.json",
           "/page/" + id + "/..%2frecord.json", "/page/" + id + "/1%00", "/page/" + id + "/99",
           "/page/" + std::string(36, '.') + "/1", "/crop/" + id + "/..%5c..%5crun.json.png",
           "/crop/" + id + "/nothing.png", "/crop/" + id + "/%252e%252e%252frecord.png", "//etc/passwd",
           "/quarantine/../run.jpg", "/quarantine/" + std::string(64, 'a') + "-p1.jpg", "/record.json",
           "/index.html/../../x", "/review/sessions.json"})
    CHECK_MESSAGE(status(target) == 404, target);
  CHECK(raw_status(server.port, "/page/" + id + "/1", headers.substr(0, headers.find("Cookie"))) == 401);
  CHECK(raw(server.port, "PUT /api/work HTTP/1.1\r\n" + headers + "Content-Length: 0\r\n\r\n").find(" 405 ") !=
        std::string::npos);

  const auto page = ann.get("/");
  CHECK(page->get_header_value("Content-Security-Policy").find("script-src 'self'") != std::string::npos);
  CHECK(page->get_header_value("Content-Security-Policy").find("unsafe") == std::string::npos);
  CHECK(page->get_header_value("Content-Security-Policy").find("frame-ancestors 'none'") != std::string::npos);
  CHECK(page->get_header_value("Cache-Control") == "no-store");
  CHECK(page->get_header_value("X-Content-Type-Options") == "nosniff");
  CHECK(page->get_header_value("Referrer-Policy") == "no-referrer");
  CHECK(page->body.find("<script>") == std::string::npos);
  CHECK(page->body.find("style=") == std::string::npos);
}

TEST_CASE("bodies that are too long or cut off or hide a request cost nothing") {
  const Folder folder;
  make_run(folder.path(), 1);
  ReviewServer server(folder / "out");
  Browser ann = signed_in(server);
  const long before = memory_kb("VmHWM:", server.process());
  const auto answer = ann.post("/api/decisions", std::string(100 << 20, 'x'));
  REQUIRE(answer);
  CHECK(answer->status == 413);
  const std::string start = "POST /api/decisions HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port) +
                            "\r\nOrigin: http://127.0.0.1:" + std::to_string(server.port) +
                            "\r\nContent-Type: application/json\r\n";
  // In pieces, of a length that nobody said.
  std::string chunks = start + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 40; ++i) chunks += "10000\r\n" + std::string(65536, 'x') + "\r\n";
  CHECK(raw(server.port, chunks + "0\r\n\r\n").find("HTTP/1.1 4") == 0);
  // Blanks may be looked at in the background meanwhile; 100 MB are not held.
  CHECK(memory_kb("VmHWM:", server.process()) - before < 60'000);

  // A second request in the body of the first is never looked at.
  const std::string hidden = "GET /app.css HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port) + "\r\n\r\n";
  const std::string both =
      raw(server.port, "GET / HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port) +
                           "\r\nContent-Length: " + std::to_string(hidden.size()) + "\r\n\r\n" + hidden);
  CHECK(both.find("HTTP/1.1 401") == 0);
  CHECK(both.find("HTTP/1.1", 1) == std::string::npos);

  // A body that never comes holds one thread for a while, and nobody else.
  std::vector<std::thread> waiting;
  for (int i = 0; i < 4; ++i) waiting.emplace_back([&] { raw(server.port, start + "Content-Length: 1000\r\n\r\n{"); });
  CHECK(ann.status("/api/work") == 200);
  for (std::thread& one : waiting) one.join();

  for (const char* body : {"", "{", "[]", "7", "{}", R"({"decisions":7})", R"({"decisions":[7]})",
                           R"({"decisions":[{"document":7}]})", "\xff\xfe"})
    CHECK_MESSAGE(ann.post("/api/decisions", body)->status == 400, body);
  CHECK(ann.json("/api/work")["chain"]["count"] == 0);
  CHECK(server.notes().find("bug") == std::string::npos);
}

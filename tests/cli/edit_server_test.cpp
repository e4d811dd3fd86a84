#include <algorithm>

#include "tests/cli/review_server.hpp"

using namespace carescan::test;

namespace {

/// `carescan template edit` over a copy of a shipped form, with temporary files of its own.
struct Editing {
  Editing() {
    fs::copy(source_dir() / "templates" / "falls-risk", folder / "falls-risk", fs::copy_options::recursive);
    fs::copy(source_dir() / "templates" / "lexicons", folder / "lexicons", fs::copy_options::recursive);
    fs::create_directories(folder / "tmp");
    ::setenv("TMPDIR", (folder / "tmp").c_str(), 1);
  }
  ~Editing() { ::unsetenv("TMPDIR"); }
  std::vector<std::string> words() const {
    return {"template", "edit", (folder / "falls-risk").string(), "--no-browser"};
  }
  std::string form() const { return read_all(folder / "falls-risk" / "form.json"); }
  long work_folders() const {
    return std::count_if(fs::directory_iterator(folder / "tmp"), fs::directory_iterator(), [](const auto& entry) {
      return entry.path().filename().string().starts_with("carescan-template-edit-");
    });
  }
  Folder folder;
};

std::string own_headers(const PageServer& server, const Browser& browser) {
  return "Host: 127.0.0.1:" + std::to_string(server.port) + "\r\nCookie: " + browser.headers.find("Cookie")->second +
         "\r\n";
}

}  // namespace

TEST_CASE("the editor answers nobody without its link and its link only once") {
  const Editing editing;
  PageServer server(editing.words());
  Browser stranger(server.port);
  for (const char* path : {"/", "/api/form", "/blank/1.png", "/tried/1.jpg"})
    CHECK_MESSAGE(stranger.status(path) == 401, path);
  for (const char* path : {"/api/lint", "/api/save", "/api/try", "/api/scan"})
    CHECK_MESSAGE(stranger.post(path, "{}")->status == 401, path);
  CHECK_FALSE(stranger.sign_in("/sign-in?token=" + std::string(64, '0')));
  Browser own(server.port);
  REQUIRE(own.sign_in(server.sign_in_path));
  CHECK(own.status("/api/form") == 200);
  CHECK_FALSE(stranger.sign_in(server.sign_in_path));
  CHECK(stranger.status("/api/form") == 401);
}

TEST_CASE("the editor refuses foreign hosts and origins and paths that lead elsewhere") {
  const Editing editing;
  const std::string before = editing.form();
  PageServer server(editing.words());
  Browser own(server.port);
  REQUIRE(own.sign_in(server.sign_in_path));
  const std::string port = std::to_string(server.port), headers = own_headers(server, own);
  const std::string cookie = headers.substr(headers.find("Cookie"));
  CHECK(raw_status(server.port, "/api/form", headers) == 200);
  CHECK(raw_status(server.port, "/api/form", "Host: evil.example:" + port + "\r\n" + cookie) == 403);
  CHECK(raw_status(server.port, "/api/form", headers + "Origin: http://evil.example\r\n") == 403);
  for (const char* target :
       {"/../form.json", "/form.json", "/blank/../form.json", "/blank/%2e%2e/form.json", "/blank/1.png%00",
        "/blank/99.png", "/tried/..%2f..%2fform.json.png", "/tried/1.jpg", "//etc/passwd", "/learned.png"})
    CHECK_MESSAGE(raw_status(server.port, target, headers) == 404, target);

  const std::string save = Json{{"form", Json::parse(before)}, {"sha256", std::string(64, '0')}}.dump();
  own.headers.erase("Origin");
  CHECK(own.post("/api/save", save)->status == 403);
  own.headers.emplace("Origin", "http://evil.example");
  CHECK(own.post("/api/save", save)->status == 403);
  own.headers.erase("Origin");
  own.headers.emplace("Origin", "http://127.0.0.1:" + port);
  CHECK(own.post("/api/save", save, "text/plain")->status == 400);
  CHECK(own.post("/api/save", save)->status == 409);
  for (const char* body : {"", "{", "[]", "{}", R"({"form":7,"sha256":""})", R"({"form":{},"sha256":7})", "\xff\xfe"})
    CHECK_MESSAGE(own.post("/api/save", body)->status / 100 == 4, body);
  CHECK(editing.form() == before);
  CHECK(server.notes().find("bug") == std::string::npos);
}

TEST_CASE("the editor takes no more than it can hold and only of whom it knows") {
  const Editing editing;
  PageServer server(editing.words());
  Browser own(server.port), stranger(server.port);
  REQUIRE(own.sign_in(server.sign_in_path));
  CHECK(own.post("/api/lint", std::string(100 << 20, 'x'))->status == 413);
  CHECK(own.post("/api/scan", std::string(100 << 20, 'x'), "application/octet-stream")->status == 413);
  CHECK(own.post("/api/scan", "Dear Sir", "application/octet-stream")->status == 400);
  CHECK(stranger.post("/api/scan", std::string(4 << 20, 'x'), "application/octet-stream")->status >= 400);
  CHECK(own.post("/api/lint", "%PDF-1.7", "application/octet-stream")->status == 400);
  CHECK(own.status("/api/form") == 200);
}

TEST_CASE("what a killed editor leaves behind is cleared by the next and what is in use is not") {
  const Editing editing;
  {
    PageServer killed(editing.words());
    REQUIRE(editing.work_folders() == 1);
    CHECK(killed.end(SIGKILL) == 128 + SIGKILL);
  }
  REQUIRE(editing.work_folders() == 1);
  PageServer first(editing.words());
  CHECK(editing.work_folders() == 1);
  PageServer second(editing.words());
  CHECK(editing.work_folders() == 2);
  CHECK(second.end(SIGINT) == 0);
  CHECK(editing.work_folders() == 1);
  Browser own(first.port);
  REQUIRE(own.sign_in(first.sign_in_path));
  CHECK(own.status("/blank/1.png") == 200);
  CHECK(first.end(SIGTERM) == 0);
  CHECK(editing.work_folders() == 0);
}

#include "tests/cli/review_server.hpp"

using namespace carescan::test;

TEST_CASE("a link signs in once and a wrong or used one never") {
  const Folder folder;
  make_run(folder.path(), 1);
  ReviewServer server(folder / "out");
  Browser ann(server.port), thief(server.port);
  CHECK(ann.status("/") == 401);
  CHECK(ann.status("/api/work") == 401);
  CHECK_FALSE(ann.sign_in("/sign-in"));
  CHECK_FALSE(ann.sign_in("/sign-in?token=" + std::string(64, '0')));
  CHECK_FALSE(ann.sign_in(server.sign_in_path + "0"));
  REQUIRE(ann.sign_in(server.sign_in_path));
  CHECK_FALSE(thief.sign_in(server.sign_in_path));
  CHECK(thief.get(server.sign_in_path)->status == 401);
  CHECK(ann.status(server.sign_in_path) == 200);  // a tab that is opened again
  CHECK(ann.status("/") == 200);
  CHECK(ann.json("/api/work")["reviewer"]["name"] == "Ann");

  // Neither tokens nor sessions are kept in a form that signs anybody in.
  const std::string token = server.link.substr(server.link.size() - 64),
                    kept = read_all(folder / "out/review/sessions.json");
  const std::string cookie = ann.headers.find("Cookie")->second;
  CHECK(kept.find(token) == std::string::npos);
  CHECK(kept.find(cookie.substr(cookie.size() - 64)) == std::string::npos);
  CHECK((fs::status(folder / "out/review/sessions.json").permissions() & fs::perms(0077)) == fs::perms::none);

  ann.json("/api/sign-out", Json::object());
  CHECK(ann.status("/api/work") == 401);
}

TEST_CASE("a session outlives the server and ends after twelve hours") {
  const Folder folder;
  make_run(folder.path(), 1);
  httplib::Headers headers;
  int port = 0;
  {
    ReviewServer server(folder / "out");
    headers = signed_in(server).headers;
    port = server.port;
    CHECK(server.end(SIGINT) == 3);
  }
  {
    ReviewServer again(folder / "out");
    CHECK(again.port == port);
    Browser ann(port);
    ann.headers = headers;
    CHECK(ann.status("/api/work") == 200);
  }
  const fs::path file = folder / "out/review/sessions.json";
  Json sessions = Json::parse(read_all(file));
  sessions["sessions"][0]["ends"] = sessions["sessions"][0]["ends"].get<long>() - 12 * 60 * 60;
  write_all(file, sessions.dump());
  ReviewServer later(folder / "out");
  Browser ann(later.port);
  ann.headers = headers;
  CHECK(ann.status("/api/work") == 401);
}

TEST_CASE("reviewers have links of their own and one name has one session") {
  const Folder folder;
  make_run(folder.path(), 1);
  ReviewServer server(folder / "out");
  Browser ann = signed_in(server), ben(server.port), ben_again(server.port);
  const auto link_for = [&](const std::string& name) {
    const std::string link = ann.json("/api/reviewers", {{"name", name}})["link"];
    return link.substr(link.find("/sign-in"));
  };
  REQUIRE(ben.sign_in(link_for("Ben Ünal")));
  CHECK(ben.json("/api/work")["reviewer"]["name"] == "Ben Ünal");
  CHECK(ann.json("/api/work")["reviewers"] == Json{"Ann", "Ben Ünal"});
  REQUIRE(ben_again.sign_in(link_for("Ben Ünal")));
  CHECK(ben.status("/api/work") == 401);
  for (const Json& bad : {Json(""), Json(" Ben"), Json("a\nb"), Json("\u202Eneb"), Json(std::string(61, 'x')), Json(7)})
    CHECK(ann.post("/api/reviewers", Json{{"name", bad}}.dump())->status == 400);
  CHECK(Browser(server.port).post("/api/reviewers", R"({"name":"Eve"})")->status == 401);
}

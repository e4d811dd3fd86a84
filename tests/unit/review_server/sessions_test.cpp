#include "src/review/sessions.hpp"

#include <doctest/doctest.h>

#include "pipeline/model/failure.hpp"
#include "src/review/folder.hpp"
#include "src/review/secrets.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using web::Sessions;

namespace {

/// A folder of sessions and a clock that is set by hand.
struct Desk {
  Desk() {
    batch::create(out);
    std::filesystem::create_directories(web::review_folder(out));
  }
  Sessions open() {
    return Sessions(out, [this] { return now; });
  }
  test::Folder folder;
  batch::OutFolder out{folder.path()};
  std::int64_t now = 1'000'000;
};

}  // namespace

TEST_CASE("tokens are long and never the same and compared whole") {
  const std::string one = web::random_token(), other = web::random_token();
  CHECK(one.size() == 64);
  CHECK(one.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(one != other);
  CHECK(web::same_secret(one, one));
  CHECK_FALSE(web::same_secret(one, other));
  CHECK_FALSE(web::same_secret(one, one.substr(0, 63)));
  CHECK(web::same_secret("", ""));
}

TEST_CASE("a link works once and for fifteen minutes") {
  Desk desk;
  Sessions sessions = desk.open();
  const std::string used = sessions.invite("Ann"), late = sessions.invite("Ben"), last_moment = sessions.invite("Cem");
  CHECK_FALSE(sessions.sign_in(""));
  CHECK_FALSE(sessions.sign_in(used.substr(1)));
  const auto session = sessions.sign_in(used);
  REQUIRE(session);
  CHECK(sessions.who(*session)->name == "Ann");
  CHECK_FALSE(sessions.sign_in(used));
  CHECK_FALSE(sessions.who(used));
  CHECK(sessions.reviewers() == std::vector<std::string>{"Ann", "Ben", "Cem"});
  desk.now += Sessions::link_seconds - 1;
  CHECK(sessions.sign_in(last_moment));
  desk.now += 1;
  CHECK_FALSE(sessions.sign_in(late));
  CHECK(sessions.reviewers() == std::vector<std::string>{"Ann", "Cem"});
}

TEST_CASE("a session lasts twelve hours over any number of starts and ends with another of its name") {
  Desk desk;
  std::string ann, ben;
  {
    Sessions sessions = desk.open();
    ann = *sessions.sign_in(sessions.invite("Ann"));
    ben = *sessions.sign_in(sessions.invite("Ben"));
    sessions.set_port(4711);
  }
  Sessions again = desk.open();
  CHECK(again.last_port() == 4711);
  REQUIRE(again.who(ann));
  CHECK(again.who(ann)->session != again.who(ben)->session);
  const std::string newer = *again.sign_in(again.invite("Ann"));
  CHECK_FALSE(again.who(ann));
  CHECK(again.who(newer)->name == "Ann");
  CHECK(again.who(ben)->name == "Ben");
  again.sign_out(ben);
  CHECK_FALSE(again.who(ben));
  desk.now += Sessions::session_seconds - 1;
  CHECK(again.who(newer));
  desk.now += 1;
  CHECK_FALSE(again.who(newer));
  CHECK_FALSE(desk.open().who(newer));
}

TEST_CASE("sessions on disk are hashes and a damaged file signs nobody in") {
  Desk desk;
  Sessions sessions = desk.open();
  const std::string link = sessions.invite("Ann"), token = *sessions.sign_in(link);
  const std::filesystem::path file = web::sessions_file(desk.out);
  CHECK(test::read_all(file).find(token) == std::string::npos);
  CHECK(test::read_all(file).find(link) == std::string::npos);
  for (const char* damaged : {"", "{", "[]", R"({"sessions":[{"sha256":7}],"port":1})"}) {
    test::write_all(file, damaged);
    CHECK_FALSE(desk.open().who(token));
  }
}

TEST_CASE("names of reviewers can be printed and read") {
  for (const char* good : {"A", "Ann Example", "Zoë Ünal", "李小龍", "O'Neill-Smith 2"})
    CHECK(web::is_reviewer_name(good));
  CHECK(web::is_reviewer_name(std::string(60, 'x')));
  std::string sixty;
  for (int i = 0; i < 60; ++i) sixty += "ü";
  CHECK(web::is_reviewer_name(sixty));
  CHECK_FALSE(web::is_reviewer_name(sixty + "x"));
  for (const char* bad : {"", " Ann", "Ann ", "a\nb", "a\tb", "\x7f", "\xc2\x85", "\xff",
                          "a\xe2\x80\xae"
                          "b",
                          "\xe2\x80\x8b",
                          "\xef\xbb\xbf"
                          "Ann",
                          "\xe2\x80\xa8"})
    CHECK_FALSE(web::is_reviewer_name(bad));
}

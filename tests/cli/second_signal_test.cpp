#include <sys/file.h>

#include "tests/cli/review_server.hpp"

using namespace carescan::test;

namespace {

/// A request whose body never ends: it was begun, and the server waits for the rest.
class EndlessRequest {
 public:
  explicit EndlessRequest(int port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    say("POST /api/undo HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
        "\r\nExpect: 100-continue\r\nContent-Length: 100000\r\n\r\n");
    char answer[64];
    REQUIRE(::recv(socket_, answer, sizeof answer, 0) > 0);  // "100 Continue": somebody has it in hand
  }
  ~EndlessRequest() { ::close(socket_); }
  EndlessRequest(const EndlessRequest&) = delete;
  EndlessRequest& operator=(const EndlessRequest&) = delete;
  void say(const std::string& bytes) const { ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }

 private:
  int socket_;
};

bool is_listening(int port) {
  httplib::Client client("127.0.0.1", port);
  client.set_connection_timeout(2);
  return static_cast<bool>(client.Get("/"));
}

}  // namespace

TEST_CASE("a second Ctrl-C ends a review at once that is busy with what follows decisions and loses nothing") {
  const Folder folder;
  make_run(folder.path(), 1);
  const fs::path out = folder / "out";
  const std::string id = documents(out).front().filename().string();
  const fs::path marker = out / "review" / "pending" / id;
  write_all(marker, "");  // as a killed review leaves a document behind its decisions
  const int lock = ::open((out / ".decisions.lock").c_str(), O_RDWR | O_CREAT, 0600);
  REQUIRE(::flock(lock, LOCK_EX) == 0);  // nobody can bring it up to date
  ReviewServer server(out);
  Browser ann = signed_in(server);
  REQUIRE(wait_until([&] { return ann.json("/api/work")["pending"] == 1; }));
  ::kill(server.process(), SIGINT);
  REQUIRE(wait_until([&] { return server.notes().find("Ctrl-C again") != std::string::npos; }));
  CHECK(server.end(SIGINT) == 130);
  CHECK(fs::exists(marker));

  ::close(lock);
  ReviewServer again(out);
  REQUIRE(wait_until([&] { return !fs::exists(marker); }));
  CHECK(again.end(SIGTERM) == 3);
}

TEST_CASE("a second Ctrl-C does not wait for a request that was begun") {
  const Folder folder;
  make_run(folder.path(), 1);
  // The server gives a silent request up after a while: on a busy machine that may come before the second signal.
  bool at_once = false;
  for (int attempt = 0; attempt < 5 && !at_once; ++attempt) {
    ReviewServer server(folder / "out");
    const EndlessRequest request(server.port);
    ::kill(server.process(), SIGINT);
    REQUIRE(wait_until([&] {
      request.say(" ");
      return !is_listening(server.port);
    }));
    at_once = server.end(SIGINT) == 130;
  }
  CHECK(at_once);
}

#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <httplib.h>
#include <signal.h>
#include <sys/socket.h>

#include <chrono>
#include <functional>
#include <thread>

#include "tests/cli/batch_run.hpp"

/// `carescan review` as a process of its own, and browsers that talk to it.
namespace carescan::test {

/// A run with questions: filled forms, those of one page unless told otherwise.
inline void make_run(const fs::path& folder, int count = 2, const std::string& form = "nutrition-screening") {
  const Ran ran = run_carescan({"synth", (source_dir() / "templates" / form).string(), "--count", std::to_string(count),
                                "--seed", "120", "--out", (folder / "in").string()});
  REQUIRE_MESSAGE(ran.exit_code == 0, ran.err);
  REQUIRE(read(folder / "in", folder / "out").exit_code == 3);
}

inline bool wait_until(const std::function<bool()>& done, int seconds = 30) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (!done() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return done();
}

inline std::string items_path(const std::string& column, int count) {
  const httplib::Params query{{"column", column}, {"count", std::to_string(count)}};
  return "/api/items?" + httplib::detail::params_to_query_str(query);
}

/// A command of carescan that serves a page, as a process of its own.
class PageServer {
 public:
  explicit PageServer(std::vector<std::string> words) {
    words.insert(words.begin(), binary());
    child_ = ::fork();
    if (child_ == 0) become(words);
    const auto has_link = [&] { return read_all(said_ / "out").ends_with('\n'); };
    REQUIRE_MESSAGE(wait_until(has_link), read_all(said_ / "err"));
    const std::string line = read_all(said_ / "out");
    REQUIRE(line.starts_with("Open http://127.0.0.1:"));
    link = line.substr(5, line.size() - 6);
    port = std::stoi(link.substr(std::string("http://127.0.0.1:").size()));
    sign_in_path = link.substr(link.find("/sign-in"));
  }
  ~PageServer() { end(SIGKILL); }
  PageServer(const PageServer&) = delete;
  PageServer& operator=(const PageServer&) = delete;

  /// Ends the server; its exit code, or 128 and the signal.
  int end(int signal) {
    if (child_ <= 0) return -1;
    ::kill(child_, signal);
    return ended();
  }
  /// Waits until it has ended by itself.
  int ended() {
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  pid_t process() const { return child_; }
  std::string notes() const { return read_all(said_ / "err"); }

  std::string link, sign_in_path;
  int port = 0;

 private:
  [[noreturn]] void become(std::vector<std::string>& words) const {
    const auto file = [&](const char* name) {
      return ::open((said_ / name).c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    };
    ::dup2(file("out"), STDOUT_FILENO);
    ::dup2(file("err"), STDERR_FILENO);
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }

  Folder said_;
  pid_t child_ = 0;
};

class ReviewServer : public PageServer {
 public:
  explicit ReviewServer(const fs::path& out, const std::vector<std::string>& more = {})
      : PageServer(words_of(out, more)) {}

 private:
  static std::vector<std::string> words_of(const fs::path& out, const std::vector<std::string>& more) {
    std::vector<std::string> words{"review", out.string(), "--no-browser", "--reviewer", "Ann"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
};

/// Sends bytes as they are and returns what comes back until the server closes.
inline std::string raw(int port, const std::string& bytes) {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
  std::string answer;
  char buffer[4096];
  for (ssize_t n; (n = ::recv(socket, buffer, sizeof buffer, 0)) > 0;)
    answer.append(buffer, static_cast<std::size_t>(n));
  ::close(socket);
  return answer;
}

inline int raw_status(int port, const std::string& target, const std::string& headers) {
  const std::string answer = raw(port, "GET " + target + " HTTP/1.1\r\n" + headers + "\r\n");
  return answer.size() < 12 ? 0 : std::stoi(answer.substr(9, 3));
}

/// A browser that keeps its cookie.
class Browser {
 public:
  explicit Browser(int port) : port_(port), client_("127.0.0.1", port) {
    client_.set_read_timeout(30);
    headers = {{"Origin", "http://127.0.0.1:" + std::to_string(port)}};
  }

  /// Opens a one-time link (its path); whether it signed this browser in.
  bool sign_in(const std::string& path) {
    const auto answer = client_.Get(path);
    if (!answer || answer->status != 200 || !answer->has_header("Set-Cookie")) return false;
    const std::string cookie = answer->get_header_value("Set-Cookie");
    headers.erase("Cookie");
    headers.emplace("Cookie", cookie.substr(0, cookie.find(';')));
    return true;
  }
  int status(const std::string& path) {
    const auto answer = client_.Get(path, headers);
    return answer ? answer->status : 0;
  }
  httplib::Result get(const std::string& path) { return client_.Get(path, headers); }
  Json json(const std::string& path) {
    const auto answer = client_.Get(path, headers);
    REQUIRE(answer);
    REQUIRE_MESSAGE(answer->status == 200, answer->body);
    return Json::parse(answer->body);
  }
  httplib::Result post(const std::string& path, const std::string& body, const std::string& type = "application/json") {
    return client_.Post(path, headers, body, type);
  }
  Json json(const std::string& path, const Json& body) {
    const auto answer = post(path, body.dump());
    REQUIRE(answer);
    REQUIRE_MESSAGE(answer->status == 200, answer->body);
    return Json::parse(answer->body);
  }
  Json items(const std::string& column, int count = 24) { return json(items_path(column, count)); }

  httplib::Headers headers;

 private:
  int port_;
  httplib::Client client_;
};

/// A browser signed in with the server's own link.
inline Browser signed_in(ReviewServer& server) {
  Browser browser(server.port);
  REQUIRE(browser.sign_in(server.sign_in_path));
  wait_until([&] { return !browser.json("/api/work")["indexing"].get<bool>(); });
  return browser;
}

/// A key of a column with things to confirm.
inline std::string a_column(Browser& browser, const std::string& mode = "confirm") {
  const Json work = browser.json("/api/work");
  for (const Json& column : work["columns"])
    if (column["mode"] == mode && column["left"].get<int>() > 0) return column["key"];
  return "";
}

}  // namespace carescan::test

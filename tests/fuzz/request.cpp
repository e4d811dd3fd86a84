#include <httplib.h>

#include "src/review/guard.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace carescan;

namespace {

/// A connection on which the input lies and nobody hears the answer.
class Wire : public httplib::Stream {
 public:
  explicit Wire(std::string bytes) : bytes_(std::move(bytes)) {}
  bool is_readable() const override { return at_ < bytes_.size(); }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    const std::size_t taken = bytes_.copy(to, size, at_);
    at_ += taken;
    return static_cast<ssize_t>(taken);
  }
  ssize_t write(const char*, std::size_t size) override { return static_cast<ssize_t>(size); }
  void get_remote_ip_and_port(std::string& ip, int& port) const override { ip = "127.0.0.1", port = 1; }
  void get_local_ip_and_port(std::string& ip, int& port) const override { ip = "127.0.0.1", port = 8080; }
  socket_t socket() const override { return 0; }

 private:
  std::string bytes_;
  std::size_t at_ = 0;
};

void look_at(const httplib::Request& request) {
  const bool refused = web::objection(request, 8080).has_value();
  web::cookie(request, "session");
  const std::string host = request.get_header_value("Host");
  if (!refused && host != "127.0.0.1:8080" && host != "localhost:8080") fuzz::finding("a foreign host is answered");
  if (!refused && request.target.find("..") < request.target.find('?')) fuzz::finding("a path that climbs is answered");
}

/// The HTTP library as the review server uses it, with its guard before every answer.
class Server : public httplib::Server {
 public:
  Server() {
    set_payload_max_length(web::max_body);
    set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
      look_at(request);
      response.status = 200;
      return HandlerResponse::Unhandled;
    });
    const auto answer = [](const httplib::Request& request, httplib::Response& response) {
      look_at(request);
      web::set_safe_headers(response);
    };
    Get(".*", answer);
    Post(".*", answer);
  }
  void serve(const std::string& bytes) {
    Wire wire(bytes);
    bool closed = false;
    process_request(wire, false, closed, nullptr);
  }
};

}  // namespace

/// One HTTP request as it comes over the wire.
int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static Server server;
  server.serve(fuzz::text_of(bytes, size));
  return 0;
}

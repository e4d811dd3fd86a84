#include "src/review/guard.hpp"

#include <algorithm>
#include <array>

namespace carescan::web {
namespace {

/// One header that must stand there once, or not at all.
std::string only(const httplib::Request& request, const char* name) {
  return request.get_header_value_count(name) == 1 ? request.get_header_value(name) : "";
}

bool is_our_host(const std::string& host, int port) {
  const std::string at = ":" + std::to_string(port);
  return host == "127.0.0.1" + at || host == "localhost" + at;
}

/// Ways to write a path that a reader further on might take for another one.
bool is_plain_target(std::string target) {
  std::transform(target.begin(), target.end(), target.begin(), [](unsigned char c) { return std::tolower(c); });
  const std::string path = target.substr(0, target.find('?'));
  static constexpr std::array<std::string_view, 9> odd{"..", "//", "\\", "%2e", "%2f", "%5c", "%00", "%25", "/./"};
  return path.starts_with("/") &&
         std::none_of(odd.begin(), odd.end(), [&](std::string_view part) { return path.find(part) != path.npos; });
}

std::optional<Refused> objection_to_post(const httplib::Request& request, bool takes_bytes) {
  if (only(request, "Origin") != "http://" + only(request, "Host"))
    return Refused{403, "origin-foreign", "this request does not come from the review page"};
  const std::string type = only(request, "Content-Type");
  if (!(takes_bytes && type == "application/octet-stream") && type != "application/json" &&
      !type.starts_with("application/json;"))
    return Refused{400, "not-json", "send JSON (Content-Type: application/json)"};
  const std::string length = only(request, "Content-Length");
  if (request.has_header("Transfer-Encoding") || request.has_header("Content-Encoding") || length.empty() ||
      length.size() > 12 || !std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return Refused{400, "no-length", "send the body in one piece, with its length"};
  return std::nullopt;
}

}  // namespace

std::optional<Refused> objection(const httplib::Request& request, int port, bool takes_bytes) {
  if (!is_our_host(only(request, "Host"), port))
    return Refused{403, "host-foreign", "this server answers to 127.0.0.1 and localhost only"};
  if (!is_plain_target(request.target)) return Refused{404, "not-found", "there is nothing here"};
  if (request.has_header("Origin") && only(request, "Origin") != "http://" + only(request, "Host"))
    return Refused{403, "origin-foreign", "this request does not come from the review page"};
  if (request.method == "POST") return objection_to_post(request, takes_bytes);
  if (request.method != "GET" && request.method != "HEAD")
    return Refused{405, "method-unknown", "only GET and POST are used here"};
  return std::nullopt;
}

std::string cookie(const httplib::Request& request, const std::string& name) {
  std::string rest = request.get_header_value("Cookie");
  while (!rest.empty()) {
    const std::size_t end = rest.find(';');
    std::string one = rest.substr(0, end);
    rest = end == std::string::npos ? "" : rest.substr(end + 1);
    one.erase(0, one.find_first_not_of(' '));
    if (one.starts_with(name + "=")) return one.substr(name.size() + 1);
  }
  return "";
}

void set_safe_headers(httplib::Response& response) {
  response.set_header("Content-Security-Policy",
                      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                      "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
  response.set_header("Cache-Control", "no-store");
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("X-Frame-Options", "DENY");
  response.set_header("Referrer-Policy", "no-referrer");
  response.set_header("Cross-Origin-Resource-Policy", "same-origin");
  response.set_header("Cross-Origin-Opener-Policy", "same-origin");
}

}  // namespace carescan::web

#include "src/review/server.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <ostream>

#include "pipeline/model/failure.hpp"
#include "src/review/guard.hpp"
#include "src/review/plain_page.hpp"

namespace carescan::web {
namespace {

using httplib::Request;
using httplib::Response;

constexpr int threads = 16;
constexpr auto longest_body = std::chrono::seconds(20);

/// Another program may not listen at our port beside us, as SO_REUSEPORT (the library's own choice) would let it.
void own_port(socket_t socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

void send_json(Response& response, int status, const Json& json) {
  response.status = status;
  response.set_content(json.dump(-1, ' ', false, Json::error_handler_t::replace), "application/json");
}

void send_error(Response& response, const Refused& refused) {
  send_json(response, refused.status, {{"error", {{"code", refused.code}, {"message", refused.message}}}});
}

void send_page(Response& response, int status, const std::string& html) {
  response.status = status;
  response.set_content(html, "text/html; charset=utf-8");
}

/// A body of at most `longest` bytes; what is longer is taken off the wire and thrown away, so that the answer arrives.
std::string read_body(const Request& request, const httplib::ContentReader& reader, std::size_t longest) {
  std::string body;
  bool too_long = false;
  const auto end = std::chrono::steady_clock::now() + longest_body;
  if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding")) return body;
  reader([&](const char* bytes, std::size_t size) {
    too_long = too_long || body.size() + size > longest;
    if (too_long)
      std::string().swap(body);
    else
      body.append(bytes, size);
    return std::chrono::steady_clock::now() < end;
  });
  if (too_long) throw Refused{413, "body-too-large", fmt::format("more than {} MB were sent at once", longest >> 20)};
  return body;
}

Json object_of(const std::string& body) {
  Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) throw Refused{400, "bad-request", "this is no JSON object"};
  return json;
}

const PageFile* find_page_file(const Site& site, const std::string& path) {
  const std::string name = path == "/" ? "index.html" : path.substr(1);
  const auto file = std::ranges::find(site.files, name, &PageFile::name);
  return file == site.files.end() ? nullptr : &*file;
}

}  // namespace

Server::Server(const Site& site, int port, std::ostream& notes) : site_(site), notes_(notes) {
  http_.new_task_queue = [] { return new httplib::ThreadPool(threads); };
  http_.set_socket_options(own_port);
  http_.set_keep_alive_max_count(1);  // no request can hide in the body of the one before
  http_.set_keep_alive_timeout(3);
  http_.set_read_timeout(5);
  http_.set_write_timeout(10);
  http_.set_tcp_nodelay(true);
  http_.set_pre_routing_handler([this](const Request& request, Response& response) {
    set_safe_headers(response);
    if (request.method == "POST" && !request.is_multipart_form_data())
      return httplib::Server::HandlerResponse::Unhandled;
    guarded(response, [&] { take_get(request, response); });
    return httplib::Server::HandlerResponse::Handled;
  });
  http_.Post(".*", [this](const Request& request, Response& response, const httplib::ContentReader& reader) {
    guarded(response, [&] { take_post(request, response, reader); });
  });
  listen_at(port);
  site_.sessions.set_port(port_);
}

std::string Server::url() const {
  return fmt::format("http://127.0.0.1:{}", port_);
}

std::string Server::invite(const std::string& name) const {
  return url() + "/sign-in?token=" + site_.sessions.invite(name);
}

void Server::listen_at(int port) {
  const int last = port == 0 ? site_.sessions.last_port() : port;
  if (last > 0 && http_.bind_to_port("127.0.0.1", last))
    port_ = last;
  else if (port == 0)
    port_ = http_.bind_to_any_port("127.0.0.1");
  if (port_ <= 0)
    throw Failure{"port-in-use", fmt::format("--port {}", port), "another program has this port, or it may not be used",
                  "leave --port out, or name another"};
}

void Server::run() {
  http_.listen_after_bind();
}

void Server::stop() {
  http_.stop();
}

/// Every error becomes an answer; none says what a request or a record held.
template <typename Answer>
void Server::guarded(Response& response, const Answer& answer) {
  try {
    answer();
  } catch (const Refused& refused) {
    send_error(response, refused);
  } catch (const Failure& failure) {
    const bool unknown = failure.code == "review-unknown";
    send_error(response,
               {unknown ? 404 : 503, failure.code, failure.why + (failure.hint.empty() ? "" : "; " + failure.hint)});
    if (!unknown) notes_ << fmt::format("{}: {} ({})\n", failure.path, failure.why, failure.code) << std::flush;
  } catch (const Json::exception&) {
    send_error(response, {400, "bad-request", "a member of the request is missing or of the wrong kind"});
  } catch (const std::exception& error) {
    send_error(response, {500, "bug", "this is a bug of ours; nothing was lost: load the page again"});
    notes_ << fmt::format("a bug of ours in the server: {}\n", typeid(error).name()) << std::flush;
  }
}

void Server::take_get(const Request& request, Response& response) {
  if (const auto refused = objection(request, port_)) throw *refused;
  if (request.path == "/sign-in") return sign_in(request, response);
  if (const PageFile* file = find_page_file(site_, request.path)) {
    if (file->name == "index.html" && !site_.sessions.who(cookie(request, cookie_name())))
      return send_page(response, 401, page_without_session(site_.command));
    return response.set_content(file->bytes.data(), file->bytes.size(), std::string(file->type));
  }
  const Call asked = call(request);
  if (const auto answer = site_.get(request.path, asked)) return send_json(response, 200, *answer);
  const Picture found = site_.picture(request.path, asked);
  response.set_content(found.bytes, found.type);
}

void Server::take_post(const Request& request, Response& response, const httplib::ContentReader& reader) {
  const bool known = site_.sessions.who(cookie(request, cookie_name())).has_value();
  const std::size_t upload = known ? site_.longest_upload(request.path) : 0;
  std::string body = read_body(request, reader, std::max(upload, max_body));
  if (const auto refused = objection(request, port_, upload > 0)) throw *refused;
  if (request.path == "/api/sign-out") return sign_out(request, response);
  Call asked = call(request);
  if (upload > 0 && request.get_header_value("Content-Type") == "application/octet-stream")
    asked.upload = std::move(body);
  else
    asked.body = object_of(body);
  const auto answer = site_.post(request.path, asked);
  if (!answer) throw Refused{404, "not-found", "there is nothing here"};
  send_json(response, 200, *answer);
}

void Server::sign_in(const Request& request, Response& response) {
  if (request.method != "GET") throw Refused{405, "method-unknown", "open the link in a browser"};
  const std::string token = request.has_param("token") ? request.get_param_value("token") : "";
  const std::optional<std::string> session = site_.sessions.sign_in(token);
  if (!session) {
    const bool known = site_.sessions.who(cookie(request, cookie_name())).has_value();
    return send_page(response, known ? 200 : 401,
                     known ? page_that_goes_on(site_.command) : page_of_used_link(site_.command));
  }
  response.set_header("Set-Cookie", fmt::format("{}={}; Max-Age={}; Path=/; HttpOnly; SameSite=Strict", cookie_name(),
                                                *session, Sessions::session_seconds));
  send_page(response, 200, page_that_goes_on(site_.command));
}

void Server::sign_out(const Request& request, Response& response) {
  site_.signed_out(who(request).name);
  site_.sessions.sign_out(cookie(request, cookie_name()));
  response.set_header("Set-Cookie", fmt::format("{}=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict", cookie_name()));
  send_json(response, 200, Json::object());
}

Sessions::Who Server::who(const Request& request) const {
  if (auto who = site_.sessions.who(cookie(request, cookie_name()))) return *who;
  throw Refused{401, "signed-out", "you are not signed in, or your session has ended: open a new link"};
}

Call Server::call(const Request& request) const {
  return {who(request), {request.params.begin(), request.params.end()}};
}

}  // namespace carescan::web

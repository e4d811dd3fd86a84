#pragma once

#include <httplib.h>

#include <iosfwd>
#include <string>

#include "src/review/site.hpp"

namespace carescan::web {

/// The HTTP server of a page for people at this machine, on 127.0.0.1 alone. Every request has a connection of its own
/// and a thread of a bounded pool; what it may hold and how long it may take is limited.
class Server {
 public:
  /// Listens at `port`, or where that is 0 at the port of last time if it is free, else at any.
  /// `notes` hears of our own bugs, and never anything of a request. Throws Failure "port-in-use".
  Server(const Site&, int port, std::ostream& notes);

  /// "http://127.0.0.1:PORT", without a slash at its end.
  std::string url() const;

  /// A link with which `name` signs in, once.
  std::string invite(const std::string& name) const;

  /// Answers until `stop` is called; requests that have begun are finished.
  void run();
  void stop();

 private:
  void listen_at(int port);
  void take_get(const httplib::Request&, httplib::Response&);
  void take_post(const httplib::Request&, httplib::Response&, const httplib::ContentReader&);
  template <typename Answer>
  void guarded(httplib::Response&, const Answer&);

  void sign_in(const httplib::Request&, httplib::Response&);
  void sign_out(const httplib::Request&, httplib::Response&);
  Sessions::Who who(const httplib::Request&) const;
  Call call(const httplib::Request&) const;
  std::string cookie_name() const { return "carescan_session_" + std::to_string(port_); }

  const Site& site_;
  std::ostream& notes_;
  httplib::Server http_;
  int port_ = 0;
};

}  // namespace carescan::web

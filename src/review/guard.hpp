#pragma once

#include <httplib.h>

#include <optional>
#include <string>

#include "src/review/refused.hpp"

namespace carescan::web {

/// The largest body that is read; more is taken off the wire and thrown away.
constexpr std::size_t max_body = 1 << 20;

/// What is wrong with a request before its body is read, by its first lines alone: a Host that is not this server
/// (DNS rebinding), a foreign Origin, a path that is written so as to become another, a method or body that nothing
/// here takes. Nothing where all is well. `takes_bytes`: application/octet-stream may be posted there instead of JSON.
std::optional<Refused> objection(const httplib::Request&, int port, bool takes_bytes = false);

/// The value of a cookie, empty where it was not sent.
std::string cookie(const httplib::Request&, const std::string& name);

/// Sets what every answer carries: no script but ours, shown in no frame, kept nowhere, told to nobody.
void set_safe_headers(httplib::Response&);

}  // namespace carescan::web

#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "src/review/sessions.hpp"

namespace carescan::web {

using Json = nlohmann::ordered_json;

/// One request of a reviewer who is signed in.
struct Call {
  Sessions::Who who;
  std::multimap<std::string, std::string> query;  ///< decoded
  Json body = {};                                 ///< of a POST: an object
  std::string upload = {};                        ///< of a POST of bytes

  /// A parameter of the query. Throws Refused 400 where it is missing.
  std::string asked(const std::string& name) const;
  /// A parameter of the query, or `otherwise`.
  std::string asked(const std::string& name, const std::string& otherwise) const;
  /// A whole number of the query, brought within limits. Throws Refused 400 where it is none.
  long number(const std::string& name, long otherwise, long least, long most) const;
  /// A text of the body. Throws Refused 400 where it is missing or no text.
  std::string text(const std::string& name) const;
};

}  // namespace carescan::web

#pragma once

#include <string>

namespace carescan::web {

/// Why a request gets no answer: thrown by handlers, sent as {"error":{"code","message"}}.
struct Refused {
  int status = 400;
  std::string code;     ///< kebab-case
  std::string message;  ///< for people; never a value read from a form
};

}  // namespace carescan::web

#pragma once

#include <fmt/format.h>

#include <string>

namespace carescan::app {

/// "1 page", "2 pages": for nouns that take an s.
inline std::string counted(long count, const std::string& noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace carescan::app

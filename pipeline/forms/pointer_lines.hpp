#pragma once

#include <map>
#include <string>
#include <vector>

namespace carescan::forms {

/// Where the values of a JSON text begin.
struct PointerLines {
  std::map<std::string, int> lines;   ///< JSON pointer (RFC 6901) → line from 1
  std::vector<std::string> repeated;  ///< members that an object has twice
};

/// `text` is valid JSON of bounded depth.
PointerLines pointer_lines(const std::string& text);

/// The line of a pointer, or of the nearest value around it that is there (a member that is missing); 1 at worst.
int line_of(const std::map<std::string, int>& lines, std::string pointer);

}  // namespace carescan::forms

#pragma once

#include <map>
#include <string>
#include <vector>

namespace carescan::forms {

/// Where a value stands in a JSON text, in bytes.
struct TextSpan {
  std::size_t from = 0;   ///< where its member begins, at the name's quote; of what has no name: `begin`
  std::size_t begin = 0;  ///< first byte of the value
  std::size_t end = 0;    ///< after its last byte
};

/// Where the values of a JSON text stand.
struct PointerLines {
  std::map<std::string, int> lines;       ///< JSON pointer (RFC 6901) → line from 1
  std::map<std::string, TextSpan> spans;  ///< JSON pointer → bytes; of members that are there twice the last
  std::vector<std::string> repeated;      ///< members that an object has twice
};

/// `text` is valid JSON of bounded depth.
PointerLines pointer_lines(const std::string& text);

/// The pointer of a member, or an element, of what `pointer` names.
std::string below(const std::string& pointer, const std::string& key);
std::string below(const std::string& pointer, std::size_t index);

/// The line of a pointer, or of the nearest value around it that is there (a member that is missing); 1 at worst.
int line_of(const std::map<std::string, int>& lines, std::string pointer);

}  // namespace carescan::forms

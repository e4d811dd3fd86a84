#pragma once

#include <map>
#include <string>

namespace carescan::forms {

/// Where each value of a JSON text begins: JSON pointer (RFC 6901) → line from 1. `text` is valid JSON.
std::map<std::string, int> pointer_lines(const std::string& text);

/// The line of a pointer, or of the nearest value around it that is there (a member that is missing); 1 at worst.
int line_of(const std::map<std::string, int>& lines, std::string pointer);

}  // namespace carescan::forms

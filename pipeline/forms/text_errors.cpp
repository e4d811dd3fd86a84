#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "pipeline/forms/form_json.hpp"
#include "pipeline/forms/pointer_lines.hpp"

namespace carescan::forms {

namespace {

// A form.json may come from anywhere. What reads it (schema, regular expressions, this code) recurses with depth and
// with the length of a text, so both are bounded before; no real form comes near.
constexpr std::size_t max_bytes = 8u << 20;
constexpr int max_depth = 64;
constexpr std::size_t max_characters = 8000;

int line_at(const std::string& text, std::size_t byte) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
  return static_cast<int>(std::count(text.begin(), end, '\n')) + 1;
}

std::size_t column_at(const std::string& text, std::size_t byte) {
  if (byte == 0) return 1;
  const auto line_end = text.rfind('\n', byte - 1);
  return byte - (line_end == std::string::npos ? 0 : line_end + 1) + 1;
}

/// The first byte that is nested too deep or ends a too long string; npos when there is none. For any text at all.
std::size_t beyond_bounds(const std::string& text) {
  int depth = 0;
  std::size_t opened = std::string::npos;  // where the string we are in began
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (opened != std::string::npos) {
      if (i - opened > max_characters) return i;
      if (c == '\\') ++i;
      if (c == '"') opened = std::string::npos;
    } else if (c == '"') {
      opened = i;
    } else if (c == '{' || c == '[') {
      if (++depth > max_depth) return i;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return std::string::npos;
}

std::vector<SchemaError> bound_errors(const std::string& text) {
  if (text.size() > max_bytes) return {{"", fmt::format("the file is larger than {} MiB", max_bytes >> 20), 1}};
  const std::size_t at = beyond_bounds(text);
  if (at == std::string::npos) return {};
  return {{"", fmt::format("nested deeper than {} or a text longer than {} characters", max_depth, max_characters),
           line_at(text, at)}};
}

/// A parser keeps the last of two members with one name: the other would be lost without a word.
std::vector<SchemaError> repeated_members(const std::string& text) {
  std::vector<SchemaError> errors;
  for (const std::string& pointer : pointer_lines(text).repeated)
    errors.push_back({pointer, "this member stands twice in its object; keep one"});
  return errors;
}

}  // namespace

std::vector<SchemaError> text_errors(const std::string& text) {
  if (auto errors = bound_errors(text); !errors.empty()) return errors;
  try {
    const nlohmann::json form = nlohmann::json::parse(text);
    std::vector<SchemaError> errors = repeated_members(text);
    for (SchemaError& error : schema_errors(form)) errors.push_back(std::move(error));
    return errors;
  } catch (const nlohmann::json::parse_error& error) {
    const std::size_t at = error.byte == 0 ? 0 : error.byte - 1;
    const int line = line_at(text, at);
    return {{"", fmt::format("not JSON: something is wrong at line {} column {}", line, column_at(text, at)), line}};
  } catch (const nlohmann::json::out_of_range&) {
    return {{"", "a number is too large to be one", 1}};
  }
}

}  // namespace carescan::forms

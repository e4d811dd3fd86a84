#include "pipeline/fhir/conditions.hpp"

#include <algorithm>
#include <cctype>

namespace carescan::fhir {
namespace {

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (std::size_t end = text.find(at); end != std::string::npos; end = text.find(at, from)) {
    parts.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  parts.push_back(text.substr(from));
  return parts;
}

/// value, |value, system| or system|value (token search).
bool matches(const std::string& token, const Json& identifier) {
  const std::size_t bar = token.find('|');
  if (bar == std::string::npos) return text_of(identifier, "value") == token;
  const std::string value = token.substr(bar + 1);
  return text_of(identifier, "system") == token.substr(0, bar) &&
         (value.empty() || text_of(identifier, "value") == value);
}

bool has_identifier(const Json& resource, const std::string& token) {
  const Json& given = member_of(resource, "identifier");
  if (given.is_object()) return matches(token, given);
  return given.is_array() &&
         std::any_of(given.begin(), given.end(), [&](const Json& identifier) { return matches(token, identifier); });
}

}  // namespace

std::string percent_decoded(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escaped = text[i] == '%' && i + 2 < text.size() &&
                         std::isxdigit(static_cast<unsigned char>(text[i + 1])) != 0 &&
                         std::isxdigit(static_cast<unsigned char>(text[i + 2])) != 0;
    out += escaped ? static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16)) : text[i];
    i += escaped ? 2 : 0;
  }
  return out;
}

void check_condition(const std::string& condition, const Json& resource, const Place& at,
                     std::vector<Finding>& findings) {
  constexpr std::string_view name = "identifier=";
  for (const std::string& parameter : split(condition.substr(condition.find('?') + 1), '&')) {
    if (!parameter.starts_with(name)) continue;
    const std::vector<std::string> tokens = split(parameter.substr(name.size()), ',');
    if (std::any_of(tokens.begin(), tokens.end(),
                    [&](const std::string& token) { return has_identifier(resource, percent_decoded(token)); }))
      continue;
    const bool with_system = percent_decoded(tokens.front()).find('|') != std::string::npos;
    (with_system ? error : warning)(
        findings, "value", at.child("request.ifNoneExist").path,
        "The condition looks for an identifier that the resource does not have: a second import would create it "
        "again.");
  }
}

}  // namespace carescan::fhir

#include "src/review/call.hpp"

#include <algorithm>
#include <charconv>

#include "src/review/refused.hpp"

namespace carescan::web {

std::string Call::asked(const std::string& name) const {
  const auto found = query.find(name);
  if (found == query.end() || found->second.empty()) throw Refused{400, "bad-request", name + " is missing"};
  return found->second;
}

std::string Call::asked(const std::string& name, const std::string& otherwise) const {
  const auto found = query.find(name);
  return found == query.end() ? otherwise : found->second;
}

long Call::number(const std::string& name, long otherwise, long least, long most) const {
  const std::string text = asked(name, std::to_string(otherwise));
  long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw Refused{400, "bad-request", name + " is a whole number"};
  return std::clamp(value, least, most);
}

std::string Call::text(const std::string& name) const {
  const auto found = body.find(name);
  if (found == body.end() || !found->is_string()) throw Refused{400, "bad-request", name + " is missing"};
  return found->get<std::string>();
}

}  // namespace carescan::web

#include "pipeline/forms/placeholders.hpp"

#include <algorithm>

#include "pipeline/model/failure.hpp"
#include "pipeline/model/text.hpp"

namespace carescan::forms {
namespace {

[[noreturn]] void fail(const std::string& why) {
  throw Failure{"template-mapping", "form.json", why, "see \"FHIR\" in docs/template-format.md"};
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> out;
  std::size_t from = 0;
  for (std::size_t end = text.find(at); end != std::string::npos; end = text.find(at, from)) {
    out.push_back(trimmed(text.substr(from, end - from)));
    from = end + 1;
  }
  out.push_back(trimmed(text.substr(from)));
  return out;
}

Placeholder placeholder_of(const std::string& inside) {
  std::vector<std::string> steps = split(inside, '|');
  Placeholder out{split(steps.front(), '+'), {steps.begin() + 1, steps.end()}};
  if (std::find(out.names.begin(), out.names.end(), "") != out.names.end())
    fail("a placeholder of the fhir part, {{" + inside + "}}, names no field");
  return out;
}

}  // namespace

bool Placeholder::has_filter(const std::string& name) const {
  return std::find(filters.begin(), filters.end(), name) != filters.end();
}

std::vector<TextPart> parts_of(const std::string& text) {
  std::vector<TextPart> parts;
  std::size_t from = 0;
  for (std::size_t open = text.find("{{"); open != std::string::npos; open = text.find("{{", from)) {
    const std::size_t close = text.find("}}", open);
    if (close == std::string::npos) fail("a {{ in the fhir part is not closed");
    parts.push_back({text.substr(from, open - from), placeholder_of(text.substr(open + 2, close - open - 2))});
    from = close + 2;
  }
  if (from < text.size() || parts.empty()) parts.push_back({text.substr(from), std::nullopt});
  return parts;
}

}  // namespace carescan::forms

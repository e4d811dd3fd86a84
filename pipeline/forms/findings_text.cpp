#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "pipeline/forms/lint.hpp"

namespace carescan::forms {

namespace {

using Json = nlohmann::ordered_json;

// A form that maps a few fields of a hundred should not bury its errors under the same warning a hundred times.
constexpr int shown_of_a_warning = 3;

long count(const std::vector<Finding>& findings, Severity severity) {
  return std::count_if(findings.begin(), findings.end(), [&](const Finding& f) { return f.severity == severity; });
}

std::string plural(long n, const char* word) {
  return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
}

std::string word(Severity severity) {
  return severity == Severity::error ? "error" : "warning";
}

}  // namespace

std::string as_text(const std::vector<Finding>& findings) {
  std::string text;
  std::map<std::pair<std::string, std::string>, int> warned;
  for (const Finding& f : findings) {
    if (f.severity == Severity::warning && ++warned[{f.file, f.id}] > shown_of_a_warning) continue;
    text += fmt::format("{}#{}: {}: {} [{}]\n", f.file, f.pointer, word(f.severity), f.message, f.id);
  }
  for (const auto& [key, times] : warned)
    if (times > shown_of_a_warning)
      text += fmt::format("{}: warning: and {} more of these; --format json lists them [{}]\n", key.first,
                          times - shown_of_a_warning, key.second);
  return text + fmt::format("{}, {}\n", plural(count(findings, Severity::error), "error"),
                            plural(count(findings, Severity::warning), "warning"));
}

std::string as_json(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& f : findings)
    list.push_back({{"id", f.id},
                    {"severity", word(f.severity)},
                    {"file", f.file},
                    {"pointer", f.pointer},
                    {"line", f.line},
                    {"message", f.message}});
  const Json all{{"errors", count(findings, Severity::error)},
                 {"warnings", count(findings, Severity::warning)},
                 {"findings", list}};
  return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace carescan::forms

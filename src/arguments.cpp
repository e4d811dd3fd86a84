#include "src/arguments.hpp"

#include <fmt/format.h>

#include "src/options.hpp"

namespace fs = std::filesystem;

namespace carescan::app {

Strings rest(const Given& given, const std::string& what) {
  const Strings values = given.count("argument") ? given["argument"].as<Strings>() : Strings{};
  if (values.empty()) throw UsageError(what + " is missing");
  return values;
}

fs::path only(const Given& given, const std::string& what) {
  const Strings values = rest(given, what);
  if (values.size() > 1)
    throw UsageError(fmt::format("one {} is enough, and \"{}\" is another argument", what, values[1]));
  return values.front();
}

std::string text(const Given& given, const char* name, const std::string& otherwise) {
  return given.count(name) ? given[name].as<std::string>() : otherwise;
}

std::string must(const Given& given, const char* name) {
  if (!given.count(name)) throw UsageError(fmt::format("--{} is missing", name));
  return given[name].as<std::string>();
}

std::vector<fs::path> paths(const Strings& names) {
  return {names.begin(), names.end()};
}

Format format_of(const Given& given) {
  return given.count("json") ? Format::json : Format::text;
}

}  // namespace carescan::app

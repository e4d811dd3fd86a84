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
  const std::string value = given[name].as<std::string>();
  if (value.empty()) throw UsageError(fmt::format("--{} is empty", name));
  return value;
}

fs::path folder_for_output(const Given& given) {
  const fs::path folder = must(given, "out");
  if (std::error_code error; fs::exists(folder, error) && !fs::is_directory(folder, error))
    throw UsageError(fmt::format("--out {}: there is a file of that name; name a folder", folder.string()));
  return folder;
}

std::vector<fs::path> paths(const Strings& names) {
  return {names.begin(), names.end()};
}

Format format_of(const Given& given) {
  return given.count("json") ? Format::json : Format::text;
}

int port_of(const Given& given) {
  const int port = given["port"].as<int>();
  if (port < 0 || port > 65535) throw UsageError("--port is a number from 1 to 65535");
  return port;
}

}  // namespace carescan::app

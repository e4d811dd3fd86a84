#include "src/this_run.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>

#include "src/options.hpp"

namespace carescan::app {

std::string this_moment() {
  std::time_t seconds = std::time(nullptr);
  if (const char* epoch = std::getenv("SOURCE_DATE_EPOCH")) {
    char* end = nullptr;
    seconds = static_cast<std::time_t>(std::strtoll(epoch, &end, 10));
    if (end == epoch || *end != '\0') throw UsageError("SOURCE_DATE_EPOCH is not a number of seconds");
  }
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char buffer[32];
  std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return buffer;
}

std::string login_name() {
  const struct passwd* user = ::getpwuid(::geteuid());
  return user != nullptr && *user->pw_name != '\0' ? user->pw_name : "reviewer";
}

std::string run_name() {
  char host[256] = "host";
  ::gethostname(host, sizeof host - 1);
  return fmt::format("{}-{}", host, ::getpid());
}

}  // namespace carescan::app

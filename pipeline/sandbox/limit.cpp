#include <sys/prctl.h>

#include <algorithm>
#include <csignal>

#include "pipeline/sandbox/sandbox.hpp"
#include "pipeline/sandbox/sanitized.hpp"

namespace carescan::sandbox {
namespace {

/// Never higher than what we were given: raising a limit needs rights.
void lower(__rlimit_resource what, rlim_t most) {
  rlimit now{};
  ::getrlimit(what, &now);
  const rlim_t least = std::min(most, now.rlim_max);
  const rlimit wanted{least, least};
  ::setrlimit(what, &wanted);
}

}  // namespace

void limit(const Limits& limits) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_DUMPABLE, 0);
  lower(RLIMIT_CORE, 0);
  lower(RLIMIT_CPU, limits.cpu_seconds);
  if (!sanitized) lower(RLIMIT_AS, limits.address_space);
}

}  // namespace carescan::sandbox

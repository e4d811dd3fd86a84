#include "src/pdf_render/limits.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>

namespace carescan::pdf_render {
namespace {

void limit(__rlimit_resource what, rlim_t most) {
  rlimit now{};
  getrlimit(what, &now);
  const rlim_t lower = most < now.rlim_max ? most : now.rlim_max;
  const rlimit wanted{lower, lower};
  setrlimit(what, &wanted);
}

#ifdef __SANITIZE_ADDRESS__
constexpr bool memory_can_be_limited = false;  // the sanitizer maps terabytes
#else
constexpr bool memory_can_be_limited = true;
#endif

constexpr rlim_t megabyte = 1 << 20;

}  // namespace

void limit_this_program(long max_pixels) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_DUMPABLE, 0);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, 120);
  // The page in colour, a decoded picture of the same size, a transparency group; and the libraries and fonts.
  if (memory_can_be_limited) limit(RLIMIT_AS, 768 * megabyte + 12 * static_cast<rlim_t>(max_pixels));
}

}  // namespace carescan::pdf_render

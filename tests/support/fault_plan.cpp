// The other definition of fault_before(): linked into carescan_faults (tests/CMakeLists.txt), never into the product.
//
// CARESCAN_FAULT_COUNTS=FILE   counts every step of all processes of the run in FILE (a long a step, shared memory)
// CARESCAN_FAULT=STEP:N:HOW    the N-th step of this kind (0: write, 1: sync, 2: rename, 3: start_process,
//                              4: page_memory), over all processes, fails with errno HOW; HOW "kill" kills the process
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "pipeline/model/fault_point.hpp"

namespace {

constexpr int steps = 5;

struct Plan {
  std::atomic<long>* counts = nullptr;
  int step = -1, error = 0;
  long at = 0;
  bool kill = false;

  // Before main(): a worker cannot open the file once it is confined.
  Plan() {
    const char* file = std::getenv("CARESCAN_FAULT_COUNTS");
    if (file == nullptr) return;
    const int descriptor = ::open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0 || ::ftruncate(descriptor, steps * sizeof(long)) != 0) std::abort();
    counts = static_cast<std::atomic<long>*>(
        ::mmap(nullptr, steps * sizeof(long), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0));
    ::close(descriptor);
    if (counts == MAP_FAILED) std::abort();
    const char* fault = std::getenv("CARESCAN_FAULT");
    if (char how[16]; fault != nullptr && std::sscanf(fault, "%d:%ld:%15s", &step, &at, how) == 3) {
      kill = std::strcmp(how, "kill") == 0;
      error = std::atoi(how);
    }
  }
};

Plan plan;

}  // namespace

namespace carescan {

int fault_before(Step step) {
  const int index = static_cast<int>(step);
  if (plan.counts == nullptr || ++plan.counts[index] != plan.at || index != plan.step) return 0;
  if (plan.kill) ::kill(::getpid(), SIGKILL);
  return plan.error;
}

}  // namespace carescan

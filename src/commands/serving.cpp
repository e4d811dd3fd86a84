#include "src/commands/serving.hpp"

#include <unistd.h>

#include <atomic>
#include <ctime>
#include <thread>

#include "src/exit_code.hpp"

namespace carescan::app {

sigset_t hold_signals() {
  sigset_t ends;
  ::sigemptyset(&ends);
  ::sigaddset(&ends, SIGINT);
  ::sigaddset(&ends, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &ends, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  return ends;
}

void serve(web::Server& server, const sigset_t& ends) {
  std::atomic<bool> over = false;
  std::thread waiting([&] {
    int signal = 0;
    ::sigwait(&ends, &signal);
    if (over) return;
    server.stop();
    ::sigwait(&ends, &signal);  // while requests that had begun are finished
    if (!over) ::_exit(static_cast<int>(ExitCode::interrupted));
  });
  server.run();
  over = true;
  ::pthread_kill(waiting.native_handle(), SIGTERM);
  waiting.join();
}

std::int64_t unix_seconds() {
  return static_cast<std::int64_t>(std::time(nullptr));
}

}  // namespace carescan::app

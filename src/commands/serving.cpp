#include "src/commands/serving.hpp"

#include <ctime>
#include <thread>

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
  std::thread waiting([&] {
    int signal = 0;
    ::sigwait(&ends, &signal);
    server.stop();
  });
  server.run();
  ::pthread_kill(waiting.native_handle(), SIGTERM);  // where the server ended by itself
  waiting.join();
}

std::int64_t unix_seconds() {
  return static_cast<std::int64_t>(std::time(nullptr));
}

}  // namespace carescan::app

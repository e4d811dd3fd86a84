#pragma once

#include <signal.h>

#include <cstdint>

#include "src/review/server.hpp"

namespace carescan::app {

/// SIGINT and SIGTERM wait for whoever asks; taken before any thread is started, so that none is torn down by them.
sigset_t hold_signals();

/// Answers until the process is told to end by one of `ends`, and finishes what had begun; told so again meanwhile, the
/// process ends at once with ExitCode::interrupted.
void serve(web::Server&, const sigset_t& ends);

/// Seconds since 1970.
std::int64_t unix_seconds();

}  // namespace carescan::app

#pragma once

#include <algorithm>

namespace carescan::app {

/// Exit codes of every command, the largest that applies (docs/cli.md).
enum class ExitCode {
  done = 0,          ///< nothing to ask
  usage = 2,         ///< wrong arguments, template, policy or provider file
  needs_person = 3,  ///< done, but fields or pages need a person; or a gate, bound, validation or chain does not hold
  some_failed = 4,   ///< some files, documents or pushes failed
  bug = 70,
  interrupted = 130
};

inline ExitCode worse(ExitCode a, ExitCode b) {
  return std::max(a, b);
}

}  // namespace carescan::app

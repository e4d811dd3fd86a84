#pragma once

#include <iosfwd>

#include "src/exit_code.hpp"
#include "src/installation.hpp"

namespace carescan::app {

/// `carescan doctor`: what this machine has and lacks, one line each with the cure. Exit 2 when reading cannot work.
ExitCode doctor(const Installation&, std::ostream& answer);

}  // namespace carescan::app

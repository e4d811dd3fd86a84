#pragma once

#include <functional>
#include <iosfwd>
#include <stdexcept>
#include <string>
#include <vector>

#include "src/exit_code.hpp"
#include "src/installation.hpp"

namespace carescan::app {

/// The arguments cannot be understood: what is wrong, for people.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A command with its options, ready to run. Commands never see argv.
using Command = std::function<ExitCode(std::ostream& answer, std::ostream& notes)>;

/// Turns arguments (without the program's name) into a command; help and version are commands too. Throws UsageError.
Command parse(const std::vector<std::string>& arguments, const Installation&);

}  // namespace carescan::app

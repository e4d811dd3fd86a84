#pragma once

#include <functional>
#include <string>
#include <vector>

#include "src/arguments.hpp"
#include "src/installation.hpp"
#include "src/options.hpp"

namespace carescan::app {

/// One subcommand: how it is called, what it is for, its options, and how they become a command.
struct CommandSpec {
  std::string name, arguments, summary;
  std::function<void(boost::program_options::options_description&)> describe;  ///< none: it has no options
  std::function<Command(const Given&, const Installation&)> build;
};

/// Every subcommand for people, in the order of the help: parsing, help, man page and completions are made of it.
const std::vector<CommandSpec>& command_table();

}  // namespace carescan::app

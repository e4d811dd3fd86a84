#pragma once

#include <boost/program_options.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "src/commands/read.hpp"

/// What was given on the command line, asked for by name; every function throws UsageError when it is missing or odd.
namespace carescan::app {

using Strings = std::vector<std::string>;
using Given = boost::program_options::variables_map;

/// The arguments that are no options; `what` names them in the error when there are fewer than one.
Strings rest(const Given&, const std::string& what);

/// The one argument that is no option.
std::filesystem::path only(const Given&, const std::string& what);

/// An option's text, or `otherwise` where it was not given.
std::string text(const Given&, const char* name, const std::string& otherwise = "");

/// An option that must be given, and not be empty.
std::string must(const Given&, const char* name);

/// The folder of --out: one that is there, or can be made.
std::filesystem::path folder_for_output(const Given&);

std::vector<std::filesystem::path> paths(const Strings& names);

/// --json or not.
Format format_of(const Given&);

/// --port, 0 for any.
int port_of(const Given&);

}  // namespace carescan::app

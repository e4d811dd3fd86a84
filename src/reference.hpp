#pragma once

#include <string>
#include <vector>

namespace carescan::app {

/// One option of a command as its help shows it.
struct OptionHelp {
  std::string name;  ///< without the dashes
  bool takes_value = false;
  std::string text;
};

/// One command as its help shows it.
struct CommandHelp {
  std::string name, arguments, summary;  ///< "template draft", "BLANK --out DIR", what it is for
  std::vector<OptionHelp> options = {};
};

/// carescan(1) in troff's man macros, for `man`.
std::string man_page(const std::vector<CommandHelp>&, const std::string& version);

/// What a shell completes: commands, the words after "template", and each command's options; file names elsewhere.
std::string bash_completion(const std::vector<CommandHelp>&);
std::string zsh_completion(const std::vector<CommandHelp>&);
std::string fish_completion(const std::vector<CommandHelp>&);

}  // namespace carescan::app

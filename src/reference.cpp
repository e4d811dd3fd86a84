#include "src/reference.hpp"

#include <fmt/format.h>

#include <set>

namespace carescan::app {
namespace {

/// Text of a man page: what troff would take for a request or an escape is made plain.
std::string roff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '\'')
      out += "\\(aq";
    else
      out += c;
  }
  return out.starts_with('.') ? "\\&" + out : out;
}

/// Text that stands between single quotes of a shell; characters of `also` get a backslash.
std::string in_quotes(const std::string& text, const std::string& also = "") {
  std::string out;
  for (const char c : text) {
    if (c == '\'')
      out += "'\\''";
    else
      out += also.find(c) == std::string::npos ? std::string(1, c) : std::string("\\") + c;
  }
  return out;
}

std::string quoted(const std::string& text) {
  return "'" + in_quotes(text) + "'";
}

std::string first_word(const std::string& name) {
  return name.substr(0, name.find(' '));
}

/// The words that commands begin with, each once, in their order.
std::vector<std::string> first_words(const std::vector<CommandHelp>& commands) {
  std::vector<std::string> words;
  std::set<std::string> seen;
  for (const CommandHelp& command : commands)
    if (seen.insert(first_word(command.name)).second) words.push_back(first_word(command.name));
  return words;
}

/// The second words of commands of two.
std::string second_words(const std::vector<CommandHelp>& commands) {
  std::string words;
  for (const CommandHelp& command : commands)
    if (const std::size_t gap = command.name.find(' '); gap != std::string::npos)
      words += (words.empty() ? "" : " ") + command.name.substr(gap + 1);
  return words;
}

std::string option_words(const CommandHelp& command) {
  std::string words;
  for (const OptionHelp& option : command.options) words += "--" + option.name + " ";
  return words + "--help";
}

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

std::string summary_of(const std::vector<CommandHelp>& commands, const std::string& word) {
  for (const CommandHelp& command : commands)
    if (command.name == word) return command.summary;
  return word + " commands";
}

constexpr const char* exit_codes = R"(.SH EXIT STATUS
The largest that applies:
.TP
.B 0
done, nothing to ask
.TP
.B 2
wrong arguments, or a template, policy or provider file that is not right
.TP
.B 3
done; a person is needed, or a gate, a bound, a validation or a chain does not hold
.TP
.B 4
some files, documents or pushes failed
.TP
.B 70
a bug of ours
.TP
.B 130
interrupted; the same command continues
)";

}  // namespace

std::string man_page(const std::vector<CommandHelp>& commands, const std::string& version) {
  std::string page = fmt::format(
      ".TH CARESCAN 1 \"\" \"carescan {}\" \"User Commands\"\n"
      ".SH NAME\ncarescan \\- turn scanned, hand\\-filled care forms into records and FHIR bundles\n"
      ".SH SYNOPSIS\n.B carescan\n.I COMMAND\n[\\fIargument\\fR ...] [\\fIoption\\fR ...]\n"
      ".SH DESCRIPTION\ncarescan reads scanned, hand\\-filled care forms, says how sure it is, asks a person about the "
      "rest, and hands over FHIR R4 bundles. It transcribes paper for a person to check; it is no clinical decision "
      "support.\n.SH COMMANDS\n",
      roff(version));
  for (const CommandHelp& command : commands) {
    page +=
        fmt::format(".SS \"carescan {} {}\"\n{}\n", roff(command.name), roff(command.arguments), roff(command.summary));
    for (const OptionHelp& option : command.options)
      page += fmt::format(".TP\n\\fB\\-\\-{}\\fR{}\n{}\n", roff(option.name),
                          option.takes_value ? " \\fIVALUE\\fR" : "", roff(option.text));
  }
  return page + exit_codes;
}

std::string bash_completion(const std::vector<CommandHelp>& commands) {
  std::string script = fmt::format(
      "# bash completion for carescan\n"
      "_carescan() {{\n"
      "  local word=${{COMP_WORDS[COMP_CWORD]}} command=${{COMP_WORDS[1]}} options=\n"
      "  COMPREPLY=()\n"
      "  if ((COMP_CWORD == 1)); then COMPREPLY=($(compgen -W {} -- \"$word\")); return; fi\n"
      "  if [[ $command == template ]]; then\n"
      "    if ((COMP_CWORD == 2)); then COMPREPLY=($(compgen -W {} -- \"$word\")); return; fi\n"
      "    command+=\" ${{COMP_WORDS[2]}}\"\n"
      "  fi\n"
      "  case $command in\n",
      quoted(joined(first_words(commands)) + " --help --version"), quoted(second_words(commands)));
  for (const CommandHelp& command : commands)
    script += fmt::format("    {}) options={} ;;\n", quoted(command.name), quoted(option_words(command)));
  return script +
         "  esac\n"
         "  [[ $word == -* ]] && COMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
         "}\n"
         "complete -o default -F _carescan carescan\n";
}

std::string zsh_completion(const std::vector<CommandHelp>& commands) {
  std::string script = "#compdef carescan\nlocal -a names\nif ((CURRENT == 2)); then\n  names=(";
  for (const std::string& word : first_words(commands))
    script += "\n    " + quoted(word + ":" + summary_of(commands, word));
  script += fmt::format(
      ")\n  _describe command names\n  return\nfi\nlocal command=$words[2]\n"
      "if [[ $command == template ]]; then\n  if ((CURRENT == 3)); then compadd {}; return; fi\n"
      "  command+=\" $words[3]\"\nfi\ncase $command in\n",
      second_words(commands));
  for (const CommandHelp& command : commands) {
    script += "  " + quoted(command.name) + ") _arguments";
    for (const OptionHelp& option : command.options)
      script += fmt::format(" \\\n    '--{}[{}]{}'", option.name, in_quotes(option.text, "[]:"),
                            option.takes_value ? ":value:_files" : "");
    script += " \\\n    '*:file:_files' ;;\n";
  }
  return script + "esac\n";
}

std::string fish_completion(const std::vector<CommandHelp>& commands) {
  std::string script = "# fish completion for carescan\n";
  for (const std::string& word : first_words(commands))
    script += fmt::format("complete -c carescan -n __fish_use_subcommand -f -a {} -d {}\n", word,
                          quoted(summary_of(commands, word)));
  for (const CommandHelp& command : commands) {
    const std::size_t gap = command.name.find(' ');
    std::string when = "__fish_seen_subcommand_from " + first_word(command.name);
    if (gap != std::string::npos) {
      const std::string second = command.name.substr(gap + 1);
      script +=
          fmt::format("complete -c carescan -n {} -f -a {} -d {}\n", quoted(when), second, quoted(command.summary));
      when += "; and __fish_seen_subcommand_from " + second;
    }
    for (const OptionHelp& option : command.options)
      script += fmt::format("complete -c carescan -n {} -l {}{} -d {}\n", quoted(when), option.name,
                            option.takes_value ? " -r" : "", quoted(option.text));
  }
  return script;
}

}  // namespace carescan::app

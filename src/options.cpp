#include "src/options.hpp"

#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <iostream>
#include <sstream>

#include "pipeline/batch/worker.hpp"
#include "src/command_table.hpp"
#include "src/reference.hpp"

namespace po = boost::program_options;

namespace carescan::app {
namespace {

/// Every command as reference.hpp describes it: what man page and completions are made of.
std::vector<CommandHelp> command_help() {
  std::vector<CommandHelp> all;
  for (const CommandSpec& spec : command_table()) {
    CommandHelp command{spec.name, spec.arguments, spec.summary};
    po::options_description options;
    if (spec.describe) spec.describe(options);
    for (const auto& option : options.options())
      command.options.push_back({option->long_name(), option->semantic()->max_tokens() > 0, option->description()});
    all.push_back(std::move(command));
  }
  return all;
}

/// `carescan reference man|bash|zsh|fish`: for packages, not for people; nor is `reference usage ARGUMENTS...`, which
/// says whether a command would be understood.
std::string reference(const std::string& what) {
  if (what == "man") return man_page(command_help(), CARESCAN_VERSION);
  if (what == "bash") return bash_completion(command_help());
  if (what == "zsh") return zsh_completion(command_help());
  if (what == "fish") return fish_completion(command_help());
  throw UsageError("reference what? man, bash, zsh or fish");
}

std::string help() {
  std::string out =
      "carescan turns scanned, hand-filled care forms into records and FHIR bundles for a person to check.\n\n"
      "  carescan read scans/ --out out                     read a folder of scans, then open out/report.html\n"
      "  carescan review out                                answer what it asks, in the browser\n"
      "  carescan status out                                is every page accounted for?\n"
      "  carescan validate out/documents/*/bundle.json      check the FHIR bundles\n"
      "  carescan template check templates/care-plan        check a form template\n\n";
  for (const CommandSpec& spec : command_table()) out += fmt::format("  {:<23} {}\n", spec.name, spec.summary);
  return out +
         "\n`carescan COMMAND --help` tells a command's options. Exit codes: 0 done, 2 usage or template error,\n"
         "3 done but a person is needed, 4 some files failed, 70 a bug, 130 interrupted.\n";
}

/// The commands that begin with one word, "template …".
std::string help_of_group(const std::string& word) {
  std::string out;
  for (const CommandSpec& spec : command_table())
    if (spec.name.starts_with(word + " "))
      out += fmt::format("carescan {} {}\n  {}\n", spec.name, spec.arguments, spec.summary);
  return out + fmt::format("`carescan {} COMMAND --help` tells a command's options.\n", word);
}

std::string help_of(const CommandSpec& spec, const po::options_description& options) {
  std::ostringstream out;
  out << fmt::format("carescan {} {}\n  {}\n", spec.name, spec.arguments, spec.summary);
  if (!options.options().empty()) out << options;
  return out.str();
}

Command say(const std::string& words) {
  return [words](std::ostream& answer, std::ostream&) {
    answer << words;
    return ExitCode::done;
  };
}

const CommandSpec& find(const std::string& name) {
  for (const CommandSpec& spec : command_table())
    if (spec.name == name) return spec;
  throw UsageError(fmt::format("there is no command \"{}\"; carescan --help lists them", name));
}

Command parse_command(const CommandSpec& spec, const Strings& arguments, const Installation& here) {
  po::options_description shown, all;
  if (spec.describe) spec.describe(shown);
  all.add(shown).add_options()("help", "this text")("argument", po::value<Strings>());
  Given given;
  try {
    po::positional_options_description positions;
    positions.add("argument", -1);
    const auto style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
    po::store(po::command_line_parser(arguments).options(all).positional(positions).style(style).run(), given);
  } catch (const po::error& error) {
    throw UsageError(fmt::format("{}; carescan {} --help tells its options", error.what(), spec.name));
  }
  if (given.count("help")) return say(help_of(spec, shown));
  return spec.build(given, here);
}

}  // namespace

Command parse(const Strings& arguments, const Installation& here) {
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help")
    return say(help());
  if (arguments[0] == "--version") return say(std::string("carescan ") + CARESCAN_VERSION + "\n");
  if (arguments[0] == "worker")  // started by read; not for people
    return [](std::ostream& answer, std::ostream&) {
      batch::work(std::cin, answer);
      return ExitCode::done;
    };
  if (arguments[0] == "reference" && arguments.size() > 2 && arguments[1] == "usage") {
    parse({arguments.begin() + 2, arguments.end()}, here);  // the tests of the docs: understood, and not run
    return say("");
  }
  if (arguments[0] == "reference") return say(reference(arguments.size() > 1 ? arguments[1] : ""));
  const bool pair = arguments[0] == "template";
  if (pair && arguments.size() == 1)
    throw UsageError("template what? check, test, draft, edit, diff, show, learn, prepare or questionnaire");
  if (pair && (arguments[1] == "--help" || arguments[1] == "-h")) return say(help_of_group("template"));
  const std::size_t words = pair ? 2 : 1;
  const std::string name = pair ? "template " + arguments[1] : arguments[0];
  return parse_command(find(name), {arguments.begin() + static_cast<std::ptrdiff_t>(words), arguments.end()}, here);
}

}  // namespace carescan::app

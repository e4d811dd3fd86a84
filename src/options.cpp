#include "src/options.hpp"

#include <fmt/format.h>

#include <boost/program_options.hpp>
#include <iostream>
#include <sstream>

#include "pipeline/batch/worker.hpp"
#include "src/commands/doctor.hpp"
#include "src/commands/read.hpp"
#include "src/commands/research.hpp"
#include "src/commands/review.hpp"
#include "src/commands/run_commands.hpp"
#include "src/commands/separators.hpp"
#include "src/commands/template_commands.hpp"
#include "src/commands/template_diff.hpp"
#include "src/commands/template_draft.hpp"
#include "src/commands/template_edit.hpp"
#include "src/commands/template_test.hpp"
#include "src/read_options.hpp"
#include "src/reference.hpp"
#include "src/review/sessions.hpp"
#include "src/this_run.hpp"

namespace po = boost::program_options;
namespace fs = std::filesystem;

namespace carescan::app {
namespace {

/// One subcommand: how it is called, what it is for, its options, and how they become a command.
struct Spec {
  std::string name, arguments, summary;
  std::function<void(po::options_description&)> describe;
  std::function<Command(const Given&, const Installation&)> build;
};

intake::IntakeOptions intake_of(const Installation& here) {
  intake::IntakeOptions options;
  options.pdf_renderer = here.pdf_renderer;
  return options;
}

Command build_synth(const Given& given, const Installation& here) {
  rehearsal::SynthOptions options;
  options.count = given["count"].as<int>();
  options.seed = given["seed"].as<std::uint64_t>();
  options.scanner = text(given, "scanner", "office");
  if (given.count("ink")) options.ink = paths(given["ink"].as<Strings>());
  options.writers = text(given, "writers");
  if (options.count < 1) throw UsageError("--count is a number from 1");
  return [folder = only(given, "TEMPLATE_DIR"), options, out = folder_for_output(given), intake = intake_of(here)](
             std::ostream&, std::ostream& notes) { return synth(folder, options, out, intake, notes); };
}

CheckFormat check_format(const std::string& word) {
  if (word == "text") return CheckFormat::text;
  if (word == "json") return CheckFormat::json;
  if (word == "junit") return CheckFormat::junit;
  if (word == "sarif") return CheckFormat::sarif;
  throw UsageError("--format is text, json, junit or sarif");
}

Command build_check(const Given& given, const Installation& here) {
  return [folders = paths(rest(given, "DIR")), format = check_format(text(given, "format", "text")),
          intake = intake_of(here)](std::ostream& answer, std::ostream&) {
    return template_check(folders, format, intake, answer);
  };
}

TestFormat test_format(const std::string& word) {
  if (word == "text") return TestFormat::text;
  if (word == "json") return TestFormat::json;
  if (word == "junit") return TestFormat::junit;
  throw UsageError("--format is text, json or junit");
}

Command build_test(const Given& given, const Installation& here) {
  TemplateTestOptions options;
  options.folders = paths(rest(given, "DIR"));
  if (given.count("forms")) options.forms = given["forms"].as<int>();
  if (options.forms < 1) throw UsageError("--forms is a number from 1");
  options.seed = given["seed"].as<std::uint64_t>();
  if (given.count("ink")) options.ink = paths(given["ink"].as<Strings>());
  options.writers = text(given, "writers");
  if (given.count("scanner")) options.scanners = given["scanner"].as<Strings>();
  options.format = test_format(text(given, "format", "text"));
  options.html = text(given, "html");
  options.jobs = jobs_of(given);
  return [options, here](std::ostream& answer, std::ostream& notes) {
    return template_test(options, here, answer, notes);
  };
}

Command build_diff(const Given& given, const Installation&) {
  const std::vector<fs::path> both = paths(rest(given, "DIR_A DIR_B"));
  if (both.size() != 2) throw UsageError("DIR_A DIR_B: two template folders, as it was and as it is now");
  const std::string format = text(given, "format", "text");
  if (format != "text" && format != "json") throw UsageError("--format is text or json");
  const TemplateDiffOptions options{both[0], both[1], format == "json", text(given, "run")};
  return [options](std::ostream& answer, std::ostream&) { return template_diff(options, answer); };
}

Command build_draft(const Given& given, const Installation& here) {
  return [blank = only(given, "BLANK"), folder = fs::path(must(given, "out")), intake = intake_of(here)](
             std::ostream& answer, std::ostream&) { return template_draft(blank, folder, intake, answer); };
}

Command build_show(const Given& given, const Installation& here) {
  const fs::path file = must(given, "out");
  if (file.extension() != ".png" && file.extension() != ".html")
    throw UsageError(fmt::format("--out {}: the file's name ends in .png or .html", file.string()));
  return [folder = only(given, "DIR"), file, intake = intake_of(here)](std::ostream&, std::ostream&) {
    return template_show(folder, file, intake);
  };
}

Command build_learn(const Given& given, const Installation& here) {
  const std::vector<fs::path> all = paths(rest(given, "DIR PATH"));
  if (all.size() < 2) throw UsageError("DIR PATH... is missing: a template folder, then filled scans of the form");
  return [folder = all.front(), scans = std::vector<fs::path>(all.begin() + 1, all.end()), intake = intake_of(here)](
             std::ostream&, std::ostream& notes) { return template_learn(folder, scans, intake, notes); };
}

Command build_separators(const Given& given, const Installation&) {
  const fs::path file = must(given, "out");
  if (file.extension() != ".pdf")
    throw UsageError(fmt::format("--out {}: the file's name ends in .pdf", file.string()));
  const int count = given["count"].as<int>();
  if (count < 1 || count > 1000) throw UsageError("--count is a number from 1 to 1000");
  return [file, count](std::ostream&, std::ostream& notes) { return separators(file, count, notes); };
}

ExportFormat export_format(const std::string& word) {
  if (word == "csv") return ExportFormat::csv;
  if (word == "ndjson") return ExportFormat::ndjson;
  if (word == "summary") return ExportFormat::summary;
  throw UsageError("--format is csv, ndjson, summary or research");
}

Command build_research(const Given& given, const Installation& here) {
  ResearchExport options{
      only(given, "OUT"), must(given, "to"), template_folders(given, here), {}, text(given, "opt-out")};
  options.key = text(given, "key", (options.out / "research.key").string());
  return [options](std::ostream&, std::ostream& notes) { return export_research(options, notes); };
}

Command build_export(const Given& given, const Installation& here) {
  if (text(given, "format") == "research") return build_research(given, here);
  for (const char* option : {"key", "opt-out", "templates"})
    if (given.count(option)) throw UsageError(fmt::format("--{} is for --format research", option));
  return [out = only(given, "OUT"), format = export_format(must(given, "format")), to = fs::path(must(given, "to"))](
             std::ostream&, std::ostream& notes) { return export_run(out, format, to, notes); };
}

Command build_push(const Given& given, const Installation&) {
  batch::PushOptions options;
  options.base_url = must(given, "to");
  options.token_file = text(given, "token-file");
  options.unreviewed = given.count("unreviewed") > 0;
  options.dry_run = given.count("dry-run") > 0;
  return [out = only(given, "OUT"), options](std::ostream& answer, std::ostream& notes) {
    return push(out, options, answer, notes);
  };
}

int port_of(const Given& given) {
  const int port = given["port"].as<int>();
  if (port < 0 || port > 65535) throw UsageError("--port is a number from 1 to 65535");
  return port;
}

Command build_edit(const Given& given, const Installation& here) {
  const TemplateEditOptions options{only(given, "DIR"), here.executable, intake_of(here), port_of(given),
                                    given.count("no-browser") == 0};
  return [options](std::ostream& answer, std::ostream& notes) { return template_edit(options, answer, notes); };
}

Command build_review(const Given& given, const Installation& here) {
  ReviewOptions options;
  options.out = only(given, "OUT");
  options.templates = template_folders(given, here);
  options.executable = here.executable;
  options.intake = intake_of(here);
  options.port = port_of(given);
  options.browser = given.count("no-browser") == 0;
  options.reviewer = text(given, "reviewer", login_name());
  if (!web::is_reviewer_name(options.reviewer))
    throw UsageError("--reviewer: a name has 1 to 60 characters that can be printed");
  return [options](std::ostream& answer, std::ostream& notes) { return review(options, answer, notes); };
}

Command build_verify(const Given& given, const Installation& here) {
  const std::string head = text(given, "head");
  if (!head.empty() && (head.size() != 64 || head.find_first_not_of("0123456789abcdef") != std::string::npos))
    throw UsageError("--head is the hash that the report names: 64 of 0-9 and a-f");
  return [out = only(given, "OUT"), templates = template_folders(given, here), head](
             std::ostream& answer, std::ostream& notes) { return verify(out, templates, head, answer, notes); };
}

Command build_certify(const Given& given, const Installation&) {
  std::optional<double> target;
  if (given.count("target")) target = given["target"].as<double>();
  if (target && !(*target > 0 && *target < 1)) throw UsageError("--target is a share between 0 and 1, such as 0.001");
  return [out = only(given, "OUT"), target, format = format_of(given)](std::ostream& answer, std::ostream& notes) {
    return certify(out, target, format, answer, notes);
  };
}

Command build_score(const Given& given, const Installation& here) {
  ScoreOptions options{only(given, "OUT"), must(given, "truth"), format_of(given), text(given, "html"), {},
                       intake_of(here)};
  if (!options.html.empty()) options.templates = template_folders(given, here);
  return [options](std::ostream& answer, std::ostream&) { return score(options, answer); };
}

Command build_forget(const Given& given, const Installation&) {
  return [out = only(given, "OUT"), id = must(given, "document")](std::ostream&, std::ostream& notes) {
    return forget(out, id, notes);
  };
}

const std::vector<Spec>& specs() {
  static const std::vector<Spec> all{
      {"read", "PATH... --out DIR", "read scans into records and FHIR bundles; the same command again continues",
       describe_read,
       [](const Given& given, const Installation& here) -> Command {
         folder_for_output(given);
         return [options = read_options(given, here)](std::ostream& answer, std::ostream& notes) {
           return read(options, answer, notes);
         };
       }},
      {"merge",
       "OUT",
       "people, CSV, summary and report over all shards",
       {},
       [](const Given& given, const Installation&) -> Command {
         return [out = only(given, "OUT")](std::ostream&, std::ostream& notes) { return merge(out, notes); };
       }},
      {"status", "OUT", "pages and documents by state, and whether they balance",
       [](auto& o) { o.add_options()("json", "as JSON"); },
       [](const Given& given, const Installation&) -> Command {
         return [out = only(given, "OUT"), format = format_of(given)](std::ostream& answer, std::ostream&) {
           return status(out, format, answer);
         };
       }},
      {"review", "OUT", "put what is in doubt before a person, in the browser",
       [](auto& o) {
         auto add = o.add_options();
         add("port", po::value<int>()->default_value(0),
             "port on 127.0.0.1; default: that of last time if it is free, else any");
         add("no-browser", "only print the link");
         add("reviewer", po::value<std::string>(), "name of the first reviewer; default: your login name");
         add("templates", po::value<Strings>(),
             "folder of form templates (may be repeated); default: those carescan ships with");
       },
       build_review},
      {"export", "OUT --format csv|ndjson|summary|research --to FILE|DIR", "what a run holds, for other systems",
       [](auto& o) {
         auto add = o.add_options();
         add("format", po::value<std::string>(),
             "csv (a row a field), ndjson (a FHIR resource a line), summary (a page a person, to print) or research "
             "(de-identified)");
         add("to", po::value<std::string>(),
             "file to write; a folder for summary and research, and for ndjson with a file a resource type");
         add("key", po::value<std::string>(),
             "research: file with the secret of the pseudonyms, made if missing; default: OUT/research.key");
         add("opt-out", po::value<std::string>(), "research: file of NHS numbers, one a line, to leave out");
         add("templates", po::value<Strings>(),
             "research: folder of form templates (may be repeated); default: those carescan ships with");
       },
       build_export},
      {"push", "OUT --to BASE_URL", "post what is ready to a FHIR server; safe to repeat",
       [](auto& o) {
         auto add = o.add_options();
         add("to", po::value<std::string>(), "base URL of the server: https://fhir.example/fhir");
         add("token-file", po::value<std::string>(), "file with an OAuth2 bearer token");
         add("unreviewed", "also documents that nobody has looked at, or in which questions are open");
         add("dry-run", "say what would be sent, send nothing");
       },
       build_push},
      {"certify", "OUT", "the bound on the error of accepted fields, from the audit sample",
       [](auto& o) {
         auto add = o.add_options();
         add("target", po::value<double>(),
             "highest share of accepted fields that may be wrong; default: the policy's");
         add("json", "as JSON");
       },
       build_certify},
      {"verify", "OUT", "does everything in OUT agree with the scans, the decisions and itself",
       [](auto& o) {
         auto add = o.add_options();
         add("head", po::value<std::string>(), "hash of a decision that was kept elsewhere: it must be in the chain");
         add("templates", po::value<Strings>(),
             "folder of form templates (may be repeated); default: those carescan ships with");
       },
       build_verify},
      {"forget", "OUT --document ID", "remove a document and keep the proof that it was removed",
       [](auto& o) {
         o.add_options()("document", po::value<std::string>(), "its id: its folder's name in documents/");
       },
       build_forget},
      {"validate", "BUNDLE.json...", "check FHIR R4 bundles",
       [](auto& o) { o.add_options()("json", "one OperationOutcome per file"); },
       [](const Given& given, const Installation&) -> Command {
         return [files = paths(rest(given, "BUNDLE.json")), format = format_of(given)](
                    std::ostream& answer, std::ostream& notes) { return validate(files, format, answer, notes); };
       }},
      {"separators", "--out FILE.pdf", "separator sheets to print: laid between forms before they are scanned",
       [](auto& o) {
         o.add_options()("out", po::value<std::string>(), "the PDF to write")(
             "count", po::value<int>()->default_value(10), "how many sheets");
       },
       build_separators},
      {"synth", "TEMPLATE_DIR --out DIR", "paint filled forms as a scanner would deliver them, with their truth",
       [](auto& o) {
         auto add = o.add_options();
         add("count", po::value<int>()->default_value(1), "how many forms");
         add("seed", po::value<std::uint64_t>()->default_value(1), "the same seed paints the same forms");
         add("out", po::value<std::string>(), "folder for the scans");
         add("ink", po::value<Strings>()->multitoken(),
             "pen strokes (STROKES.jsonl.gz) instead of handwriting-like fonts");
         add("writers", po::value<std::string>(), "file with the writers to use, one a line");
         add("scanner", po::value<std::string>(), "clean, office (default), copier, fax, old or phone");
       },
       build_synth},
      {"score", "OUT --truth DIR", "accuracy of a run against truth",
       [](auto& o) {
         auto add = o.add_options();
         add("truth", po::value<std::string>(), "folder with the *.truth.json files");
         add("json", "as JSON");
         add("html", po::value<std::string>(), "page to write: what went wrong, with its ink");
         add("templates", po::value<Strings>(),
             "for the page: folder of form templates (may be repeated); default: those carescan ships with");
       },
       build_score},
      {"template check", "DIR...", "find what is wrong with form templates",
       [](auto& o) { o.add_options()("format", po::value<std::string>(), "text (default), json, junit or sarif"); },
       build_check},
      {"template test", "DIR...", "paint, scan and read filled forms, and hold the figures against the form's gates",
       [](auto& o) {
         auto add = o.add_options();
         add("forms", po::value<int>(), "filled forms through each scanner; default 2");
         add("seed", po::value<std::uint64_t>()->default_value(1), "the same seed paints the same forms");
         add("ink", po::value<Strings>()->multitoken(),
             "pen strokes (STROKES.jsonl.gz) instead of handwriting-like fonts");
         add("writers", po::value<std::string>(), "file with the writers to use, one a line");
         add("scanner", po::value<Strings>(),
             "scanner to go through (may be repeated); default: office, copier, phone");
         add("jobs", po::value<int>(), "worker processes; default: one per processor");
         add("format", po::value<std::string>(), "text (default), json or junit");
         add("html", po::value<std::string>(), "page to write: what went wrong, with its ink");
       },
       build_test},
      {"template draft", "BLANK.(pdf|png|tif|jpg) --out DIR",
       "propose a first form.json: from a PDF's form fields, or from what is printed",
       [](auto& o) { o.add_options()("out", po::value<std::string>(), "folder for the new template"); }, build_draft},
      {"template diff", "DIR_A DIR_B", "what changed between two versions of a template, for a reviewer",
       [](auto& o) {
         auto add = o.add_options();
         add("format", po::value<std::string>(), "text (default) or json");
         add("run", po::value<std::string>(), "OUT of a run: which of its documents would be stale");
       },
       build_diff},
      {"template edit", "DIR", "draw, move and name the boxes of a template over its blank, in the browser",
       [](auto& o) {
         auto add = o.add_options();
         add("port", po::value<int>()->default_value(0), "port on 127.0.0.1; default: any");
         add("no-browser", "only print the link");
       },
       build_edit},
      {"template show", "DIR --out FILE.(png|html)", "draw the boxes of a template over its blank",
       [](auto& o) { o.add_options()("out", po::value<std::string>(), "picture or page to write"); }, build_show},
      {"template learn",
       "DIR PATH...",
       "take what your copier prints from filled pages: writes DIR/learned.png",
       {},
       build_learn},
      {"template questionnaire",
       "DIR",
       "the form as an SDC Questionnaire (FHIR R4), with its mapping as template-based extraction",
       {},
       [](const Given& given, const Installation&) -> Command {
         return [folder = only(given, "DIR")](std::ostream& answer, std::ostream&) {
           return template_questionnaire(folder, answer);
         };
       }},
      {"doctor",
       "",
       "what this machine has and lacks",
       {},
       [](const Given&, const Installation& here) -> Command {
         return [here](std::ostream& answer, std::ostream&) { return doctor(here, answer); };
       }},
  };
  return all;
}

/// Every command as reference.hpp describes it: what man page and completions are made of.
std::vector<CommandHelp> command_help() {
  std::vector<CommandHelp> all;
  for (const Spec& spec : specs()) {
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
  for (const Spec& spec : specs()) out += fmt::format("  {:<16} {}\n", spec.name, spec.summary);
  return out +
         "\n`carescan COMMAND --help` tells a command's options. Exit codes: 0 done, 2 usage or template error,\n"
         "3 done but a person is needed, 4 some files failed, 70 a bug, 130 interrupted.\n";
}

/// The commands that begin with one word, "template …".
std::string help_of_group(const std::string& word) {
  std::string out;
  for (const Spec& spec : specs())
    if (spec.name.starts_with(word + " "))
      out += fmt::format("carescan {} {}\n  {}\n", spec.name, spec.arguments, spec.summary);
  return out + fmt::format("`carescan {} COMMAND --help` tells a command's options.\n", word);
}

std::string help_of(const Spec& spec, const po::options_description& options) {
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

const Spec& find(const std::string& name) {
  for (const Spec& spec : specs())
    if (spec.name == name) return spec;
  throw UsageError(fmt::format("there is no command \"{}\"; carescan --help lists them", name));
}

Command parse_command(const Spec& spec, const Strings& arguments, const Installation& here) {
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
    throw UsageError("template what? check, test, draft, edit, diff, show, learn or questionnaire");
  if (pair && (arguments[1] == "--help" || arguments[1] == "-h")) return say(help_of_group("template"));
  const std::size_t words = pair ? 2 : 1;
  const std::string name = pair ? "template " + arguments[1] : arguments[0];
  return parse_command(find(name), {arguments.begin() + static_cast<std::ptrdiff_t>(words), arguments.end()}, here);
}

}  // namespace carescan::app

#include "src/command_table.hpp"

#include "src/build_commands.hpp"
#include "src/read_options.hpp"

namespace po = boost::program_options;

namespace carescan::app {
namespace {

/// Whose hands fill in made-up forms.
void describe_hands(po::options_description& o) {
  auto add = o.add_options();
  add("ink", po::value<Strings>()->multitoken(), "pen strokes (STROKES.jsonl.gz) instead of handwriting-like fonts");
  add("writers", po::value<std::string>(), "file with the writers to use, one a line");
}

}  // namespace

const std::vector<CommandSpec>& command_table() {
  static const std::vector<CommandSpec> all{
      {"read", "PATH... --out DIR", "read scans into records and FHIR bundles; the same command again continues",
       describe_read, build_read},
      {"merge", "OUT", "people, CSV, summary and report over all shards", {}, build_merge},
      {"status", "OUT", "pages and documents by state, and whether they balance",
       [](auto& o) { o.add_options()("json", "as JSON"); }, build_status},
      {"review", "OUT", "put what is in doubt before a person, in the browser",
       [](auto& o) {
         auto add = o.add_options();
         add("port", po::value<int>()->default_value(0),
             "port on 127.0.0.1; default: that of last time if it is free, else any");
         add("no-browser", "only print the link");
         add("reviewer", po::value<std::string>(), "name of the first reviewer; default: your login name");
         describe_templates(o);
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
         describe_templates(o, "research: ");
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
         describe_templates(o);
       },
       build_verify},
      {"forget", "OUT --document ID", "remove a document and keep the proof that it was removed",
       [](auto& o) {
         o.add_options()("document", po::value<std::string>(), "its id: its folder's name in documents/");
       },
       build_forget},
      {"validate", "BUNDLE.json...", "check FHIR R4 bundles",
       [](auto& o) { o.add_options()("json", "one OperationOutcome per file"); }, build_validate},
      {"separators", "--out FILE.pdf", "separator sheets to print: laid between forms before they are scanned",
       [](auto& o) {
         auto add = o.add_options();
         add("out", po::value<std::string>(), "the PDF to write");
         add("count", po::value<int>()->default_value(10), "how many sheets");
       },
       build_separators},
      {"synth", "TEMPLATE_DIR --out DIR", "paint filled forms as a scanner would deliver them, with their truth",
       [](auto& o) {
         auto add = o.add_options();
         add("count", po::value<int>()->default_value(1), "how many forms");
         add("seed", po::value<std::uint64_t>()->default_value(1), "the same seed paints the same forms");
         add("out", po::value<std::string>(), "folder for the scans");
         describe_hands(o);
         add("scanner", po::value<std::string>(), "clean, office (default), copier, fax, old or phone");
       },
       build_synth},
      {"score", "OUT --truth DIR", "accuracy of a run against truth",
       [](auto& o) {
         auto add = o.add_options();
         add("truth", po::value<std::string>(), "folder with the *.truth.json files");
         add("json", "as JSON");
         add("html", po::value<std::string>(), "page to write: what went wrong, with its ink");
         describe_templates(o, "for the page: ");
       },
       build_score},
      {"template check", "DIR...", "find what is wrong with form templates",
       [](auto& o) { o.add_options()("format", po::value<std::string>(), "text (default), json, junit or sarif"); },
       build_template_check},
      {"template test", "DIR...", "paint, scan and read filled forms, and hold the figures against the form's gates",
       [](auto& o) {
         auto add = o.add_options();
         add("forms", po::value<int>(), "filled forms through each scanner; default 2");
         add("seed", po::value<std::uint64_t>()->default_value(1), "the same seed paints the same forms");
         describe_hands(o);
         add("scanner", po::value<Strings>(),
             "scanner to go through (may be repeated); default: office, copier, phone");
         add("jobs", po::value<int>(), "worker processes; default: one per processor");
         add("format", po::value<std::string>(), "text (default), json or junit");
         add("html", po::value<std::string>(), "page to write: what went wrong, with its ink");
       },
       build_template_test},
      {"template draft", "BLANK.(pdf|png|tif|jpg) --out DIR",
       "propose a first form.json: from a PDF's form fields, or from what is printed",
       [](auto& o) { o.add_options()("out", po::value<std::string>(), "folder for the new template"); },
       build_template_draft},
      {"template diff", "DIR_A DIR_B", "what changed between two versions of a template, for a reviewer",
       [](auto& o) {
         auto add = o.add_options();
         add("format", po::value<std::string>(), "text (default) or json");
         add("run", po::value<std::string>(), "OUT of a run: which of its documents would be stale");
       },
       build_template_diff},
      {"template edit", "DIR", "draw, move and name the boxes of a template over its blank, in the browser",
       [](auto& o) {
         auto add = o.add_options();
         add("port", po::value<int>()->default_value(0), "port on 127.0.0.1; default: any");
         add("no-browser", "only print the link");
       },
       build_template_edit},
      {"template show", "DIR --out FILE.(png|html)", "draw the boxes of a template over its blank",
       [](auto& o) { o.add_options()("out", po::value<std::string>(), "picture or page to write"); },
       build_template_show},
      {"template learn",
       "DIR PATH...",
       "take what your copier prints from filled pages: writes DIR/learned.png",
       {},
       build_template_learn},
      {"template prepare", "DIR... [--out FOLDER]",
       "prepare the printing of forms once, so that each run starts sooner: writes DIR/prepared",
       [](auto& o) {
         o.add_options()("out", po::value<std::string>(), "one folder for the prints of all; default: DIR/prepared");
       },
       build_template_prepare},
      {"template questionnaire",
       "DIR",
       "the form as an SDC Questionnaire (FHIR R4), with its mapping as template-based extraction",
       {},
       build_template_questionnaire},
      {"doctor", "", "what this machine has and lacks", {}, build_doctor},
  };
  return all;
}

}  // namespace carescan::app

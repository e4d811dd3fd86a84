#include "src/commands/doctor.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <ostream>
#include <thread>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/prepared_prints.hpp"
#include "pipeline/forms/load.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/reading/read_fields.hpp"
#include "pipeline/sandbox/sandbox.hpp"
#include "src/commands/words.hpp"

namespace carescan::app {
namespace {

/// Runs one check; `look` returns what it found or throws the Failure that says what is missing.
bool check(std::ostream& answer, const char* name, const std::function<std::string()>& look) {
  try {
    answer << fmt::format("ok       {:10} {}\n", name, look());
    return true;
  } catch (const Failure& failure) {
    answer << fmt::format("missing  {:10} {}: {}; {}\n", name, failure.path, failure.why, failure.hint);
    return false;
  }
}

std::string find_renderer(const Installation& here) {
  if (::access(here.pdf_renderer.c_str(), X_OK) != 0)
    throw Failure{"renderer-missing", here.pdf_renderer.string(), "the PDF renderer is not beside carescan",
                  "build or install carescan-pdf with it"};
  return here.pdf_renderer.string();
}

std::string find_templates(const Installation& here) {
  if (here.templates.empty())
    throw Failure{"template-missing", here.executable.string(), "no templates folder near the program",
                  "give one with --templates DIR"};
  return fmt::format("{} in {}", counted(static_cast<long>(forms::load_catalogue({here.templates}).size()), "form"),
                     here.templates.string());
}

/// How many of the forms start a run at once; the others are rendered and prepared in it.
std::string find_prints(const Installation& here) {
  const std::vector<FormTemplate> forms = batch::load_forms({here.templates});
  const batch::PreparedPrints prints = batch::prepared_prints(here.prints, intake_of(here));
  const auto prepared = std::ranges::count_if(forms, [&](const FormTemplate& form) {
    return std::ranges::all_of(form.pages, [&](const FormPage& page) {
      return batch::find_prepared(form, page.number, prints).has_value();
    });
  });
  return fmt::format("prepared for {} of {} forms", prepared, forms.size());
}

std::string load_engines() {
  const reading::Engines engines = reading::load_engines();
  std::string names;
  for (const std::string& name : reading::engine_versions()) names += (names.empty() ? "" : ", ") + name;
  return names;
}

/// What the kernel holds workers to: nothing that is missing stops a run.
std::string sandbox_means() {
  const sandbox::Means means = sandbox::means();
  return fmt::format("workers are held to {} system calls and {} files{}", means.calls ? "few" : "ALL",
                     means.files ? "few" : "ALL",
                     means.calls && means.files ? "" : " (docs/reliability.md says which kernel it takes)");
}

}  // namespace

ExitCode doctor(const Installation& here, std::ostream& answer) {
  bool well = check(answer, "renderer", [&] { return find_renderer(here); });
  well = check(answer, "templates", [&] { return find_templates(here); }) && well;
  check(answer, "printing", [&] { return find_prints(here); });
  well = check(answer, "engines", load_engines) && well;
  check(answer, "sandbox", sandbox_means);
  answer << fmt::format("ok       {:10} {}\n", "processors", std::thread::hardware_concurrency());
  return well ? ExitCode::done : ExitCode::usage;
}

}  // namespace carescan::app

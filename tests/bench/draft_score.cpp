// How good a draft of a template is: draft_score DRAFT_DIR TRUTH_DIR [--missed]
// Prints one JSON object; tests/support/draft_figures.hpp says what its figures mean.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "pipeline/forms/load.hpp"
#include "tests/support/draft_figures.hpp"

int main(int argc, char** argv) {
  using namespace carescan;
  if (argc < 3) return std::fputs("Usage: draft_score DRAFT_DIR TRUTH_DIR [--missed]\n", stderr), 2;
  const FormTemplate draft = forms::load_form(argv[1]), truth = forms::load_form(argv[2]);
  const test::DraftFigures f = test::draft_figures(draft, truth);
  nlohmann::ordered_json out{{"form", truth.id},   {"boxes", f.boxes}, {"found", f.found},
                             {"fields", f.fields}, {"named", f.named}, {"extra", f.extra}};
  if (argc > 3) {
    out["missed"] = f.missed;
    out["misnamed"] = f.misnamed;
  }
  std::printf("%s\n", out.dump(argc > 3 ? 1 : -1).c_str());
}

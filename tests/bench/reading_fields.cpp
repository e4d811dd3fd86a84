// Every field of a run beside its truth, one JSON object a line: what scripts/bench/reading-table counts.
//   reading_fields OUT TRUTH_DIR
#include <iostream>
#include <nlohmann/json.hpp>

#include "pipeline/model/failure.hpp"
#include "pipeline/rehearsal/score_fields.hpp"

namespace {

using namespace carescan;
using namespace carescan::rehearsal;
using Json = nlohmann::ordered_json;

/// Where the field stands in its source; 0 where the truth does not say.
int source_page(const TruthDocument& truth, const TrueField& field) {
  for (const TruePage& page : truth.pages)
    if (page.number == field.page) return page.source_page;
  return 0;
}

Json line_of(const TruthDocument& truth, const ScoredField& field) {
  Json line = {{"form", truth.form},
               {"writer", truth.writer},
               {"source", truth.source},
               {"source_page", source_page(truth, *field.truth)},
               {"page", field.truth->page},
               {"field", field.truth->name},
               {"kind", field.kind},
               {"inked", field.truth->inked},
               {"slip", field.truth->slip},
               {"ask", field.truth->ask},
               {"state", field.truth->state},
               {"value", field.truth->value},
               {"found", field.found != nullptr},
               {"accepted", field.outcome.accepted},
               {"right", field.outcome.right}};
  if (!field.found) return line;
  line["read_state"] = field.found->at("state");
  line["read_value"] = field.found->at("value");
  line["read_text"] = field.found->at("text");
  line["confidence"] = field.found->at("confidence");
  line["reasons"] = field.found->at("reasons");
  line["box_mm"] = field.found->at("box_mm");
  return line;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::cerr << "see the head of tests/bench/reading_fields.cpp\n";
    return 2;
  }
  try {
    const RunOutput run = read_run(arguments[1]);
    for (const TruthDocument& truth : read_truths(arguments[2]))
      for (const ScoredField& field : scored_fields(truth, match_pages(truth, run), run))
        std::cout << line_of(truth, field).dump() << '\n';
    return 0;
  } catch (const Failure& failure) {
    std::cerr << failure.code << ": " << failure.path << ": " << failure.why << " (" << failure.hint << ")\n";
    return 4;
  }
}

// Every field of a run beside its truth, one JSON object a line: what scripts/bench/reading-table and certainty-table
// count. With the templates, whether it is written into cells.
//   reading_fields OUT TRUTH_DIR [TEMPLATES_DIR]
#include <algorithm>
#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "pipeline/forms/load.hpp"
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

/// What the reader itself said, before it became P(right): readings and pages of a document, by field and number.
struct Kept {
  std::map<std::string, Json> readings;
  std::map<int, double> residuals_mm;
};

Kept kept_in(const std::filesystem::path& folder) {
  std::ifstream file(folder / "reading.json", std::ios::binary);
  const Json json = Json::parse(file);
  Kept kept;
  for (const Json& reading : json.at("readings")) kept.readings[reading.at("field").get<std::string>()] = reading;
  for (const Json& page : json.at("pages"))
    kept.residuals_mm[page.at("number").get<int>()] = page.at("residual_mm").get<double>();
  return kept;
}

/// The features that P(right) is made of.
void add_features(const ScoredField& field, const std::vector<Kept>& kept, const RunOutput& run, Json& line) {
  for (std::size_t i = 0; i < run.documents.size(); ++i) {
    const auto own = run.documents[i].fields.find(field.truth->name);
    if (own == run.documents[i].fields.end() || &own->second != field.found) continue;
    const Json& reading = kept[i].readings.at(field.truth->name);
    double second = 0;
    for (const Json& other : reading.at("alternatives")) second = std::max(second, other.at("score").get<double>());
    line["score"] = reading.at("confidence");
    line["second"] = second;
    line["residual_mm"] = kept[i].residuals_mm.at(field.found->at("page").get<int>());
  }
}

/// Fields that are written one character a cell, as "form field".
std::set<std::string> combs_of(const char* folder) {
  std::set<std::string> out;
  for (const FormTemplate& form : forms::load_catalogue({folder}))
    for (const Field& field : form.fields)
      if (is_written(field.kind) && !field.cells.empty()) out.insert(form.id + " " + field.name);
  return out;
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
  line["critical"] = field.found->at("critical");
  return line;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3 && count != 4) {
    std::cerr << "see the head of tests/bench/reading_fields.cpp\n";
    return 2;
  }
  try {
    const RunOutput run = read_run(arguments[1]);
    const std::set<std::string> combs = count == 4 ? combs_of(arguments[3]) : std::set<std::string>{};
    std::vector<Kept> kept;
    for (const FoundDocument& document : run.documents) kept.push_back(kept_in(document.folder));
    for (const TruthDocument& truth : read_truths(arguments[2]))
      for (const ScoredField& field : scored_fields(truth, match_pages(truth, run), run)) {
        Json line = line_of(truth, field);
        if (count == 4) line["comb"] = combs.contains(truth.form + " " + field.truth->name);
        if (field.found) add_features(field, kept, run, line);
        std::cout << line.dump() << '\n';
      }
    return 0;
  } catch (const Failure& failure) {
    std::cerr << failure.code << ": " << failure.path << ": " << failure.why << " (" << failure.hint << ")\n";
    return 4;
  }
}

// Combs of painted forms looked at closely: registered and cut with the product's own code.
//   comb_cells SCANS --templates DIR --cells FILE.jsonl --fields FILE.jsonl [--tesseract N]
// SCANS: what carescan synth painted, with its truth. --cells: what the net says of each cell, before anything is known
// of the field but its alphabet; combs whose truth says "ask" are left out, as their cells do not hold what was meant.
// --fields: every comb of the first N sources with combs as Tesseract reads it, with the members of reading_fields that
// scripts/bench/reading-table needs. One JSON object a line.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iostream>

#include "pipeline/batch/identify_page.hpp"
#include "pipeline/imaging/crop.hpp"
#include "pipeline/imaging/straighten.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/reading/cell_net.hpp"
#include "pipeline/reading/cells.hpp"
#include "pipeline/reading/tesseract_engine.hpp"
#include "pipeline/reading/writing.hpp"
#include "pipeline/rehearsal/compare.hpp"
#include "pipeline/rehearsal/truth_file.hpp"
#include "tests/bench/catalogue_of.hpp"
#include "tests/bench/tesseract_comb.hpp"

namespace {

using namespace carescan;
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Options {
  fs::path scans, cells, fields;
  std::vector<fs::path> templates;
  std::size_t tesseract = 0;
};

constexpr double margin_mm = 2, px_per_mm = 300 / mm_per_inch;

/// One comb as it stands on the paper and as it was found there.
struct SeenComb {
  const rehearsal::TruthDocument& document;
  const rehearsal::TrueField& truth;
  const Field& field;
  imaging::FieldCrop crop;
  std::vector<BoxMm> rivals;
};

Json json_of(const Value& value) {
  return std::visit(
      [](const auto& held) -> Json {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate> || std::is_same_v<Held, std::vector<BoxMm>>)
          return nullptr;  // a comb holds no drawing
        else
          return held;
      },
      value);
}

std::vector<BoxMm> rivals_of(const FormTemplate& form, const Field& own) {
  std::vector<BoxMm> out;
  for (const Field& field : form.fields)
    if (field.page == own.page && field.name != own.name && field.box.overlaps(own.box.grown(margin_mm)))
      out.push_back(field.box);
  return out;
}

void write_fields(const SeenComb& comb, reading::TextEngine& engine, std::ostream& out) {
  const Reading reading = bench::tesseract_comb(comb.field, comb.crop, comb.rivals, engine);
  const Json found = {{"state", to_string(reading.state)}, {"value", json_of(reading.value)}};
  const Json line = {{"form", comb.document.form},
                     {"writer", comb.document.writer},
                     {"source", comb.document.source},
                     {"field", comb.truth.name},
                     {"kind", comb.truth.kind},
                     {"inked", comb.truth.inked},
                     {"found", true},
                     {"accepted", false},
                     {"right", rehearsal::says_the_truth(comb.truth, comb.truth.kind, found)},
                     {"read_state", found["state"]},
                     {"read_value", found["value"]},
                     {"confidence", reading.confidence},
                     {"reasons", Json::array()}};
  out << line.dump() << '\n';
}

/// The likeliest character that the field may hold.
char best_of(const reading::CellScores& scores, const std::string& alphabet) {
  char best = ' ';
  float most = -INFINITY;
  for (std::size_t i = 0; i < reading::cell_characters.size(); ++i)
    if (scores.log_p[i] > most && alphabet.find(reading::cell_characters[i]) != std::string::npos)
      most = scores.log_p[i], best = reading::cell_characters[i];
  return best;
}

double p_of(const reading::CellScores& scores, char character) {
  const std::size_t at = reading::cell_characters.find(character);
  return at == std::string::npos ? 0 : std::exp(static_cast<double>(scores.log_p[at]));
}

void write_cells(const SeenComb& comb, std::span<const reading::CellScores> scores, std::ostream& out) {
  if (comb.truth.ask) return;
  const std::string alphabet = reading::alphabet_of(comb.field);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const char truth = i < comb.truth.cells.size() ? comb.truth.cells[i] : ' ';
    const char best = best_of(scores[i], alphabet);
    const Json line = {{"writer", comb.document.writer},
                       {"source", comb.document.source},
                       {"field", comb.truth.name},
                       {"alphabet", comb.field.alphabet},
                       {"cell", i},
                       {"slip", comb.truth.slip},
                       {"truth", std::string(1, truth)},
                       {"best", std::string(1, best)},
                       {"p", p_of(scores[i], best)},
                       {"p_truth", p_of(scores[i], truth)},
                       {"p_ink", scores[i].p_ink}};
    out << line.dump() << '\n';
  }
}

/// All combs of a page together, as the product reads them.
void write_cells(const std::vector<SeenComb>& page, reading::CellNet& net, std::ostream& out) {
  std::vector<reading::Cell> cells;
  for (const SeenComb& comb : page) {
    const reading::CutComb cut = reading::cut_comb(comb.field, comb.crop, comb.rivals);
    cells.insert(cells.end(), cut.cells.begin(), cut.cells.end());
  }
  const std::vector<reading::CellScores> scores = net.scores(cells);
  std::size_t first = 0;
  for (const SeenComb& comb : page) {
    write_cells(comb, std::span(scores).subspan(first, comb.field.cells.size()), out);
    first += comb.field.cells.size();
  }
}

/// Hands the combs of each page of a document to `look`; pages that are not found are left out.
template <class Look>
void look_at(const rehearsal::TruthDocument& document, const intake::Source& source, const batch::Catalogue& catalogue,
             const intake::IntakeOptions& intake, Look look) {
  const intake::PageStream pages(source, intake::sha256_of(source), intake);
  for (const rehearsal::TruePage& page : document.pages) {
    imaging::Straightened straight = imaging::straighten(pages.read(page.source_page));
    const auto found = batch::identify_page(straight, catalogue, {}).who.accepted;
    if (!found) continue;
    const auto index = static_cast<std::size_t>(found->print);
    const FormTemplate& form = catalogue.forms[catalogue.pages[index].form];
    if (form.id != document.form || catalogue.pages[index].number != page.number) continue;
    const imaging::RegisteredPage registered{std::move(straight), *found, catalogue.prints[index]};
    std::vector<SeenComb> combs;
    for (const rehearsal::TrueField& truth : document.fields) {
      const Field* field = form.find(truth.name);
      if (field && field->page == page.number && !field->cells.empty())
        combs.push_back({document, truth, *field, imaging::cut(registered, field->box, margin_mm, px_per_mm),
                         rivals_of(form, *field)});
    }
    look(combs);
  }
}

Options options_of(const std::vector<std::string>& words) {
  Options options;
  options.scans = words.at(0);
  for (std::size_t i = 1; i < words.size(); i += 2) {
    const std::string& value = words.at(i + 1);
    if (words[i] == "--templates")
      options.templates.emplace_back(value);
    else if (words[i] == "--tesseract")
      options.tesseract = std::stoul(value);
    else if (words[i] == "--cells")
      options.cells = value;
    else if (words[i] == "--fields")
      options.fields = value;
    else
      throw std::invalid_argument(words[i]);
  }
  if (options.templates.empty() || !fs::is_directory(options.scans)) throw std::invalid_argument("--templates");
  return options;
}

void run(const Options& options) {
  const intake::IntakeOptions intake = bench::intake_here();
  const batch::Catalogue catalogue = bench::catalogue_of(options.templates, intake);
  const std::vector<intake::Source> sources = intake::find_sources({options.scans});
  const auto tesseract = reading::make_tesseract();
  reading::CellNet net;
  std::ofstream cells(options.cells), fields(options.fields);
  std::size_t with_combs = 0;
  for (const rehearsal::TruthDocument& document : rehearsal::read_truths(options.scans)) {
    const bool combs = std::ranges::any_of(document.fields, [](const auto& field) { return !field.cells.empty(); });
    const auto source = std::ranges::find(sources, document.source, &intake::Source::name);
    if (!combs || source == sources.end()) continue;
    const bool beside = with_combs++ < options.tesseract;
    look_at(document, *source, catalogue, intake, [&](const std::vector<SeenComb>& page) {
      write_cells(page, net, cells);
      if (!beside) return;
      for (const SeenComb& comb : page) write_fields(comb, *tesseract, fields);
    });
  }
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  try {
    options = options_of({arguments + 1, arguments + count});
  } catch (const std::exception&) {
    std::cerr << "usage: comb_cells SCANS --templates DIR --cells FILE.jsonl --fields FILE.jsonl [--tesseract N]\n";
    return 2;
  }
  try {
    run(options);
    return 0;
  } catch (const Failure& failure) {
    std::cerr << fmt::format("{}: {}: {} ({})\n", failure.code, failure.path, failure.why, failure.hint);
    return 4;
  }
}

#include <fmt/format.h>

#include "pipeline/forms/findings.hpp"
#include "pipeline/forms/lint_checks.hpp"
#include "pipeline/forms/load.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::forms {

namespace {

// Frames that share a line are fine: boxes follow the middle of the line, and a layout rounds.
constexpr double shared_line_mm = 0.3;

/// One place of a field where ink is looked for, and how to name it.
struct Place {
  std::size_t field;
  std::string pointer;
  BoxMm box;
};

/// Where a field is answered: its options where it has some (their common box is only a hull), else its box.
std::vector<Place> places_of(const Findings& out, const Field& field, std::size_t at) {
  std::vector<Place> places;
  for (std::size_t i = 0; i < field.options.size(); ++i)
    places.push_back({at, fmt::format("{}/options/{}/box", out.place(at), i), field.options[i].box});
  if (places.empty()) places.push_back({at, fmt::format("{}/box", out.place(at)), field.box});
  return places;
}

bool collide(const BoxMm& a, const BoxMm& b) {
  return a.grown(-shared_line_mm / 2).overlaps(b.grown(-shared_line_mm / 2));
}

/// Two rows of one table: "rows-overlap" says it once.
bool one_below_other(const Field& first, const Field& second) {
  return !first.table.empty() && first.table == second.table && first.row != second.row;
}

}  // namespace

std::vector<Finding> overlapping(const FormTemplate& form) {
  Findings out(form);
  std::vector<Place> places;
  for (std::size_t i = 0; i < form.fields.size(); ++i)
    for (Place& place : places_of(out, form.fields[i], i)) places.push_back(std::move(place));
  for (std::size_t b = 0; b < places.size(); ++b)
    for (std::size_t a = 0; a < b; ++a) {
      const Field &first = form.fields[places[a].field], &second = form.fields[places[b].field];
      if (first.page == second.page && !one_below_other(first, second) && collide(places[a].box, places[b].box))
        out.error("boxes-overlap", places[b].pointer,
                  fmt::format("this box of '{}' lies on one of '{}' ({}): ink of one would be read as the other's",
                              second.name, first.name, places[a].pointer));
    }
  return out.take();
}

std::vector<Finding> missing_lexicons(const FormTemplate& form) {
  Findings out(form);
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    const Field& field = form.fields[i];
    if (field.lexicon.empty()) continue;
    const std::string pointer = fmt::format("{}/lexicon", out.place(i));
    try {
      if (load_lexicon(form, field.lexicon).empty())
        out.error("lexicon-empty", pointer,
                  fmt::format("lexicon '{}' of '{}' has no entries", field.lexicon, field.name));
    } catch (const Failure& failure) {
      out.error("lexicon-missing", pointer,
                fmt::format("lexicon '{}' of '{}': {}", field.lexicon, field.name, failure.hint));
    }
  }
  return out.take();
}

}  // namespace carescan::forms

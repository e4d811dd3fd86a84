#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"

namespace carescan::test {

/// How good a draft is, against a form.json that somebody wrote.
struct DraftFigures {
  std::size_t boxes = 0, found = 0;   ///< places to write or mark of the truth; those the draft has (IoU ≥ 0.7)
  std::size_t fields = 0, named = 0;  ///< fields and columns of the truth; those with a sensible name in the draft
  std::size_t extra = 0;              ///< places that only the draft has
  std::vector<std::string> missed, misnamed;
};

namespace draft_figures_detail {

struct Place {
  int page;
  BoxMm box;
  std::string field;  ///< of a table's cell "table.column"
  std::set<std::string> words;
};

inline std::set<std::string> words_of(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    if (c == '\'' || static_cast<unsigned char>(c) >= 0x80) continue;
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else {
      if (!word.empty()) words.insert(word);
      word.clear();
    }
  }
  return words;
}

/// A column says "Goal, row 3" in its cells; the row is no word of it.
inline std::string label_of(const Field& field) {
  return field.table.empty() ? field.label : field.label.substr(0, field.label.rfind(", row "));
}

/// A picture of unknown size may be drafted in another one: the page's width is the same page's width.
inline double scale_of(const FormTemplate& form, const FormTemplate& to, int page) {
  const auto at = static_cast<std::size_t>(page - 1);
  return at < form.pages.size() && at < to.pages.size() ? to.pages[at].width_mm / form.pages[at].width_mm : 1;
}

inline std::vector<Place> places_of(const FormTemplate& form, const FormTemplate& size, bool names) {
  std::vector<Place> all;
  for (const Field& field : form.fields) {
    const std::string name = field.table.empty() ? field.name : field.table + "." + field.column;
    const std::string own = field.table.empty() ? field.name : field.column;
    std::vector<BoxMm> boxes;
    for (const Option& option : field.options) boxes.push_back(option.box);
    if (boxes.empty()) boxes.push_back(field.box);
    const double by = scale_of(form, size, field.page);
    for (const BoxMm& b : boxes)
      all.push_back({field.page,
                     {b.x * by, b.y * by, b.width * by, b.height * by},
                     name,
                     words_of(names ? own : label_of(field))});
  }
  return all;
}

inline double iou(const BoxMm& a, const BoxMm& b) {
  const double w = std::min(a.right(), b.right()) - std::max(a.x, b.x);
  const double h = std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y);
  if (w <= 0 || h <= 0) return 0;
  return w * h / (a.width * a.height + b.width * b.height - w * h);
}

/// Half of all words of both agree.
inline bool agree(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::set<std::string> both, all = a;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(both, both.begin()));
  all.insert(b.begin(), b.end());
  return !both.empty() && 2 * both.size() >= all.size();
}

inline const Place* best_for(const Place& place, const std::vector<Place>& all) {
  const Place* best = nullptr;
  for (const Place& other : all)
    if (other.page == place.page && iou(other.box, place.box) >= 0.7 &&
        (best == nullptr || iou(other.box, place.box) > iou(best->box, place.box)))
      best = &other;
  return best;
}

}  // namespace draft_figures_detail

/// A name is sensible where half of the words of the draft's name and of the truth's name, or of its label, agree.
inline DraftFigures draft_figures(const FormTemplate& draft, const FormTemplate& truth) {
  using namespace draft_figures_detail;
  const std::vector<Place> drafted = places_of(draft, truth, true), wanted = places_of(truth, truth, true),
                           labels = places_of(truth, truth, false);
  DraftFigures out;
  std::map<std::string, bool> sensible;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const Place& place = wanted[i];
    const Place* best = best_for(place, drafted);
    bool& good = sensible[place.field];
    out.found += best != nullptr;
    if (best == nullptr)
      out.missed.push_back(
          fmt::format("{}, page {} at {:.1f}, {:.1f}", place.field, place.page, place.box.x, place.box.y));
    else if (!good && !(good = agree(best->words, place.words) || agree(best->words, labels[i].words)))
      out.misnamed.push_back(place.field + " <- " + best->field);
  }
  out.boxes = wanted.size();
  out.fields = sensible.size();
  for (const auto& [name, is] : sensible) out.named += is;
  for (const Place& other : drafted) out.extra += best_for(other, wanted) == nullptr;
  return out;
}

}  // namespace carescan::test

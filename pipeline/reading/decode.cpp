#include "pipeline/reading/decode.hpp"

#include <algorithm>
#include <cmath>

#include "pipeline/reading/decode_laws.hpp"
#include "pipeline/reading/hand.hpp"
#include "pipeline/reading/writing.hpp"

namespace carescan::reading {
namespace {

// Prior probabilities that what is on the paper keeps the law of its kind; the rest is read as it stands.
constexpr double valid_number = 0.99, real_day = 0.99, usual_postcode = 0.98, usual_phone = 0.97, usual_number = 0.97;
/// How often a day that is in no calendar still looks like one.
constexpr double near_a_day = 0.8;
/// How often a cell is empty in a comb that is filled, and in one that need not be, where the law is broken.
constexpr double seldom_empty = 0.02, often_empty = 0.3;

constexpr double badly_cut = 2e-4;            ///< that the cells were cut so that the net saw something else
constexpr double worth_a_word = 0.1;          ///< from here a doubt is told as a reason
constexpr double worth_showing = 1e-3;        ///< alternatives below are left out
constexpr std::size_t most_alternatives = 4;  ///< besides what the ink alone says

/// Contents that mean the same value, with what they mean.
struct Meaning {
  Reading reading;
  std::string cells;  ///< the likeliest of them, small letters as capitals
  double weight = 0;
};

Evidence evidence(const Field& field, const Likelihoods& cells, const std::string& choices,
                  const Knowledge& knowledge) {
  switch (field.kind) {
    case FieldKind::nhs_number:
      return mixed(cells.size() == 10 ? by_modulus_11(cells) : Evidence{}, valid_number,
                   any_characters(cells, choices, seldom_empty));
    case FieldKind::date:
      return mixed(
          by_calendar(cells, layout_of(field)), real_day,
          mixed(by_date_shape(cells, layout_of(field)), near_a_day, any_characters(cells, choices, seldom_empty)));
    case FieldKind::postcode:
      return mixed(by_postcode(cells), usual_postcode, any_characters(cells, choices, often_empty));
    case FieldKind::phone:
      return mixed(by_phone(cells), usual_phone, any_characters(cells, choices, often_empty));
    case FieldKind::number:
      return mixed(by_number(cells, field), usual_number, any_characters(cells, choices, often_empty));
    default:
      break;
  }
  const auto words = knowledge.lexicons.find(field.lexicon);
  return by_words(cells, words == knowledge.lexicons.end() ? Words{} : words->second, choices);
}

/// The evidence of a usual hand, mixed with what a hand of each likely habit would have meant by the same ink.
Evidence evidence_of_hands(const Field& field, const Likelihoods& cells, const std::string& choices,
                           const Knowledge& knowledge, const Hand& hand) {
  Evidence all = evidence(field, cells, choices, knowledge);
  if (hand.empty()) return all;
  HandEvidence page{};
  std::ranges::copy(hand, page.begin());
  const std::vector<Suspicion> suspected = suspicions(page, hand_evidence(cells, choices));
  double share = 1;
  for (const Suspicion& suspicion : suspected) share -= suspicion.p;
  for (const Suspicion& suspicion : suspected) {
    const double sum = share + suspicion.p;
    all = mixed(std::move(all), share / sum, evidence(field, under(suspicion.habit, cells), choices, knowledge));
    share = sum;
  }
  return all;
}

/// The field's alphabet; a postcode has capitals only, however its letters are written.
std::string alphabet_for(const Field& field) {
  Field plain = field;
  if (field.kind == FieldKind::postcode) plain.alphabet.clear();
  return alphabet_of(plain);
}

/// What the ink alone says, cell by cell.
std::string by_ink(const Likelihoods& cells, const std::string& choices) {
  std::string out;
  for (const CellLikelihood& cell : cells)
    out += cell[' '] > 0.5 ? ' ' : *std::ranges::max_element(choices, {}, [&](char c) { return cell[c]; });
  return out;
}

Reading meaning_of(const Field& field, const std::string& cells) {
  Reading reading;
  reading.field = field.name;
  reading.state = FieldState::read;
  set_value(field, cells, reading);
  return reading;
}

bool same(const Reading& a, const Reading& b) {
  return a.state == b.state && a.value == b.value && (a.state == FieldState::read || a.text == b.text);
}

std::vector<Meaning> meanings(const Field& field, const std::vector<CellScores>& scores, const Evidence& evidence) {
  std::vector<Meaning> out;
  for (const Candidate& candidate : evidence.best) {
    const Cased cased = with_case(scores, candidate.cells, alphabet_for(field));
    Meaning meaning{meaning_of(field, cased.cells), candidate.cells, candidate.weight * cased.share};
    const auto known = std::ranges::find_if(out, [&](const Meaning& m) { return same(m.reading, meaning.reading); });
    if (known == out.end())
      out.push_back(std::move(meaning));
    else
      known->weight += meaning.weight;
  }
  std::ranges::stable_sort(out, std::ranges::greater{}, &Meaning::weight);
  return out;
}

Reading blank(const Field& field, const std::vector<CellScores>& cells) {
  Reading reading;
  reading.field = field.name;
  reading.confidence = 1;
  for (const CellScores& cell : cells) reading.confidence *= 1 - cell.p_ink;
  return reading;
}

/// That every cell holds one character of the field's, or nothing; and why not.
struct Clean {
  double p = 1, written_over = 0, foreign = 0;  ///< of the worst cell
  std::vector<std::size_t> unreadable;
};

Clean cleanness(const Likelihoods& cells) {
  Clean out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const double doubt = cells[i].p_written_over + cells[i].p_foreign;
    out.p *= 1 - doubt;
    out.written_over = std::max(out.written_over, cells[i].p_written_over);
    out.foreign = std::max(out.foreign, cells[i].p_foreign);
    if (doubt >= 0.5) out.unreadable.push_back(i);
  }
  return out;
}

/// Where a character cannot be told, the rest is shown and nothing is guessed.
void leave_unread(const std::string& seen, const std::vector<std::size_t>& unreadable, Reading& reading) {
  if (unreadable.empty()) return;
  reading.text = seen;
  for (const std::size_t i : unreadable) reading.text[i] = '?';
  reading.state = FieldState::illegible;
  reading.value = std::monostate{};
}

/// Best first; what the ink alone says is shown however unlikely the law makes it.
void add_alternatives(const std::vector<Meaning>& meanings, double scale, const Reading& raw, Reading& reading) {
  const auto add = [&](const Reading& other, double score) {
    if (other.state == FieldState::read && !same(other, reading))
      reading.alternatives.push_back({other.value, other.text, score});
  };
  double of_raw = 0;
  for (const Meaning& other : meanings) {
    if (same(other.reading, raw)) of_raw = other.weight * scale;
    if (reading.alternatives.size() < most_alternatives && other.weight * scale >= worth_showing)
      add(other.reading, other.weight * scale);
  }
  if (of_raw < worth_showing) add(raw, of_raw);
}

}  // namespace

Hand hand_of(const std::vector<WrittenComb>& page) {
  HandEvidence sum{};
  for (const WrittenComb& comb : page) {
    const std::string choices = choices_of(alphabet_for(comb.field));
    const HandEvidence own = hand_evidence(likelihoods(comb.cells, choices), choices);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += own[i];
  }
  return {sum.begin(), sum.end()};
}

Reading decode(const Field& field, const std::vector<CellScores>& scores, const Knowledge& knowledge,
               const Hand& hand) {
  if (std::ranges::all_of(scores, [](const CellScores& cell) { return cell.p_ink < 0.5; })) return blank(field, scores);
  const std::string choices = choices_of(alphabet_for(field));
  const Likelihoods cells = likelihoods(scores, choices);
  const Evidence found = evidence_of_hands(field, cells, choices, knowledge, hand);
  const std::vector<Meaning> all = meanings(field, scores, found);
  const Clean clean = cleanness(cells);
  const double scale = clean.p * (1 - badly_cut) / found.total;
  const std::string seen = by_ink(cells, choices);
  Reading reading = all.front().reading;
  reading.confidence = all.front().weight * scale;
  const Reading raw = meaning_of(field, with_case(scores, seen, alphabet_for(field)).cells);
  if (!same(raw, reading)) add_reason(reading.reasons, "read-by-rule");  // a law may confirm the ink, never outvote it
  leave_unread(seen, clean.unreadable, reading);
  if (clean.written_over >= worth_a_word) add_reason(reading.reasons, "written-over");
  if (clean.foreign >= worth_a_word) add_reason(reading.reasons, "not-in-alphabet");
  add_alternatives(all, scale, raw, reading);
  return reading;
}

}  // namespace carescan::reading

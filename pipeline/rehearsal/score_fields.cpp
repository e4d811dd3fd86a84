#include "pipeline/rehearsal/score_fields.hpp"

#include <algorithm>
#include <set>

#include "pipeline/model/field.hpp"
#include "pipeline/model/text.hpp"
#include "pipeline/rehearsal/compare.hpp"

namespace carescan::rehearsal {
namespace {

using Json = nlohmann::json;
using Fate = PageMatch::Fate;

constexpr double confident = 0.9;

// Accepted, or so confident that only the policy kept it from being so.
bool would_be_accepted(const Json& field) {
  if (field.at("accepted").get<bool>()) return true;
  static const std::set<std::string> policy_alone{"critical", "kind-not-accepted"};
  const Json& reasons = field.at("reasons");
  return field.at("confidence").get<double>() >= confident &&
         std::all_of(reasons.begin(), reasons.end(),
                     [](const Json& reason) { return policy_alone.contains(reason.get<std::string>()); });
}

// The field as read on the page that it truly stands on; null when that page was not read as itself.
const Json* field_read(const TrueField& field, const std::vector<PageMatch>& matches, const RunOutput& run) {
  for (const PageMatch& match : matches) {
    if (match.fate != Fate::right || (field.page != 0 && match.found->number != field.page)) continue;
    const auto& fields = run.documents.at(match.found->document).fields;
    const auto found = fields.find(field.name);
    if (found != fields.end() && found->second.at("page") == match.found->number) return &found->second;
  }
  return nullptr;
}

bool counts_characters(const TrueField& field, const std::string& kind) {
  const auto known = field_kind(kind);
  return field.inked && field.state == "read" && known && is_written(*known);
}

void score_characters(const TrueField& truth, const std::string& kind, const Json* found, Tallies& tallies) {
  if (!counts_characters(truth, kind)) return;
  const std::string right = characters_of(truth.value, kind);
  const bool read = found && found->at("state") == "read";
  auto& characters = tallies.characters[kind];
  characters.total += static_cast<long>(right.size());
  characters.wrong +=
      static_cast<long>(edit_distance(right, read ? characters_of(found->at("value"), kind) : std::string{}));
}

ScoredField scored(const TrueField& truth, const Json* found) {
  const std::string kind = !truth.kind.empty() ? truth.kind : found ? found->at("kind").get<std::string>() : "unknown";
  ScoredField field{.truth = &truth, .kind = kind, .found = found, .outcome = {}};
  if (found)
    field.outcome = {.accepted = found->at("accepted").get<bool>(),
                     .right = says_the_truth(truth, kind, *found),
                     .would_accept = would_be_accepted(*found)};
  return field;
}

void score_wrong_page(const FoundPage& page, const RunOutput& run, Tallies& tallies) {
  for (const auto& [name, field] : run.documents.at(page.document).fields)
    if (field.at("page") == page.number && field.at("accepted").get<bool>())
      tallies.add(name, field.at("kind").get<std::string>(), field.at("state") != "blank",
                  {.accepted = true, .right = false, .would_accept = true});
}

}  // namespace

std::vector<ScoredField> scored_fields(const TruthDocument& truth, const std::vector<PageMatch>& matches,
                                       const RunOutput& run) {
  std::vector<ScoredField> fields;
  for (const TrueField& field : truth.fields) fields.push_back(scored(field, field_read(field, matches, run)));
  return fields;
}

void score_fields(const TruthDocument& truth, const std::vector<PageMatch>& matches, const RunOutput& run,
                  Tallies& tallies) {
  for (const ScoredField& field : scored_fields(truth, matches, run)) {
    tallies.add(field.truth->name, field.kind, field.truth->inked, field.outcome);
    if (field.truth->ask) tallies.to_ask.add(field.outcome);
    score_characters(*field.truth, field.kind, field.found, tallies);
    if (field.kind == "drawing")
      tallies.drawn += compare_marks(field.truth->value, field.found ? field.found->at("value") : Json());
  }
  for (const PageMatch& match : matches)
    if (match.fate == Fate::wrong) score_wrong_page(*match.found, run, tallies);
}

}  // namespace carescan::rehearsal

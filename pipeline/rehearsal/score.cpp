#include "pipeline/rehearsal/score.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "pipeline/model/failure.hpp"
#include "pipeline/rehearsal/score_rows.hpp"

namespace carescan::rehearsal {
namespace {

using Json = nlohmann::ordered_json;
using Fate = PageMatch::Fate;

struct Geometry {
  std::vector<double> corner_mm, skew_deg;  // errors
};

struct Pages {
  long truth = 0, right = 0, wrong = 0, quarantined = 0, missing = 0;
};

double rounded(double value) {
  return std::round(value * 10000) / 10000;
}

double distance(PointPx a, PointPx b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

void measure(const TruePage& truth, const FoundPage& found, Geometry& geometry) {
  if (!truth.placed) return;
  // Pixels become mm by the page's own diagonal as it lies in the picture.
  const double px =
      (distance(truth.corners_px[0], truth.corners_px[2]) + distance(truth.corners_px[1], truth.corners_px[3])) / 2;
  const double px_per_mm = px / std::hypot(truth.width_mm, truth.height_mm);
  for (std::size_t i = 0; i < 4; ++i)
    geometry.corner_mm.push_back(distance(truth.corners_px[i], found.corners_px[i]) / px_per_mm);
  geometry.skew_deg.push_back(std::abs(truth.skew_deg - found.skew_deg));
}

void count(const TruthDocument& truth, const std::vector<PageMatch>& matches, Pages& pages, Geometry& geometry) {
  for (std::size_t i = 0; i < matches.size(); ++i) {
    ++pages.truth;
    switch (matches[i].fate) {
      case Fate::right:
        ++pages.right;
        measure(truth.pages[i], *matches[i].found, geometry);
        break;
      case Fate::wrong:
        ++pages.wrong;
        break;
      case Fate::quarantined:
        ++pages.quarantined;
        break;
      case Fate::missing:
        ++pages.missing;
        break;
    }
  }
}

Json json_of(const Tally& t) {
  return {{"total", t.total},
          {"right_accepted", t.right_accepted},
          {"right_asked", t.right_asked},
          {"wrong_asked", t.wrong_asked},
          {"silently_wrong", t.silently_wrong},
          {"would_accept", t.would_accept},
          {"would_be_wrong", t.would_be_wrong}};
}

Tally tally_in(const std::map<std::string, Tally>& tallies, const std::string& name) {
  const auto found = tallies.find(name);
  return found == tallies.end() ? Tally{} : found->second;
}

Json by_kind(const Tallies& tallies) {
  std::set<std::string> kinds;
  for (const auto& [kind, tally] : tallies.inked_by_kind) kinds.insert(kind);
  for (const auto& [kind, tally] : tallies.blank_by_kind) kinds.insert(kind);
  Json json = Json::object();
  for (const std::string& kind : kinds)
    json[kind] = {{"inked", json_of(tally_in(tallies.inked_by_kind, kind))},
                  {"blank", json_of(tally_in(tallies.blank_by_kind, kind))}};
  return json;
}

Json geometry_json(const Geometry& geometry, Json& json) {
  const auto& skew = geometry.skew_deg;
  double sum = 0, within = 0;
  for (const double error : skew) sum += error, within += error <= 0.1 ? 1 : 0;
  const double n = std::max(1.0, static_cast<double>(skew.size()));
  json["corner_mm"] = {{"p50", rounded(quantile(geometry.corner_mm, 0.5))},
                       {"p99", rounded(quantile(geometry.corner_mm, 0.99))},
                       {"max", rounded(quantile(geometry.corner_mm, 1))}};
  json["skew_deg"] = {{"mean_abs", rounded(sum / n)},
                      {"p80", rounded(quantile(skew, 0.8))},
                      {"within_0_1", rounded(within / n)},
                      {"max", rounded(quantile(skew, 1))}};
  return json;
}

void add_characters(const Tallies& tallies, Json& json) {
  json["characters"] = Json::object();
  json["cer"] = Json::object();
  for (const auto& [kind, counted] : tallies.characters) {
    json["characters"][kind] = {{"total", counted.total}, {"wrong", counted.wrong}};
    json["cer"][kind] = rounded(static_cast<double>(counted.wrong) / std::max(1.0, static_cast<double>(counted.total)));
  }
}

Json json_of(const RowTally& rows) {
  return {{"truth", rows.truth}, {"found", rows.found}, {"lost", rows.lost}, {"invented", rows.invented}};
}

Json tables_json(const std::map<std::string, RowTally>& by_table) {
  RowTally all;
  Json each = Json::object();
  for (const auto& [name, rows] : by_table) {
    each[name] = json_of(rows);
    all.truth += rows.truth, all.found += rows.found, all.lost += rows.lost, all.invented += rows.invented;
  }
  Json json = json_of(all);
  json["by_table"] = each;
  return json;
}

bool any_right(const std::vector<PageMatch>& matches) {
  return std::any_of(matches.begin(), matches.end(), [](const PageMatch& m) { return m.fate == Fate::right; });
}

}  // namespace

std::string score(const std::filesystem::path& out, const std::filesystem::path& truth_folder) {
  const std::vector<TruthDocument> truths = read_truths(truth_folder);
  const RunOutput run = read_run(out);
  Tallies tallies;
  std::map<std::string, RowTally> rows;
  Pages pages;
  Geometry geometry;
  long found = 0;
  std::set<std::string> writers;
  for (const TruthDocument& truth : truths) {
    const std::vector<PageMatch> matches = match_pages(truth, run);
    count(truth, matches, pages, geometry);
    score_fields(truth, matches, run, tallies);
    score_rows(scored_fields(truth, matches, run), rows);
    if (any_right(matches)) ++found;
    if (!truth.writer.empty()) writers.insert(truth.writer);
  }
  if (pages.missing == pages.truth)
    throw Failure{"truth-missing", truth_folder.string(), "its files were not read in this run",
                  "give --truth the folder that was read"};
  Json json = {{"documents", {{"truth", truths.size()}, {"found", found}}},
               {"pages",
                {{"truth", pages.truth},
                 {"right", pages.right},
                 {"wrong", pages.wrong},
                 {"quarantined", pages.quarantined},
                 {"missing", pages.missing}}},
               {"fields", json_of(tallies.fields)},
               {"inked", json_of(tallies.inked)},
               {"blank", json_of(tallies.blank)},
               {"to_ask", json_of(tallies.to_ask)},
               {"by_kind", by_kind(tallies)},
               {"drawn_marks",
                {{"truth", tallies.drawn.truth},
                 {"found", tallies.drawn.found},
                 {"lost", tallies.drawn.lost},
                 {"invented", tallies.drawn.invented}}},
               {"by_field", Json::object()}};
  for (const auto& [name, tally] : tallies.by_field) json["by_field"][name] = json_of(tally);
  geometry_json(geometry, json);
  add_characters(tallies, json);
  json["tables"] = tables_json(rows);
  json["writers"] = writers.size();
  return json.dump(2) + "\n";
}

}  // namespace carescan::rehearsal

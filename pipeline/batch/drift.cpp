#include "pipeline/batch/drift.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "pipeline/batch/audit.hpp"
#include "pipeline/batch/report_words.hpp"
#include "pipeline/records/rank_sum.hpp"

namespace carescan::batch {
namespace {

constexpr std::size_t fewest = 8;           ///< documents a side
constexpr double false_alarms = 0.01;       ///< of batches in which nothing changed
constexpr double tests_of_a_form = 5;       ///< four figures, one of them either way
constexpr std::string_view fallback = ".";  ///< the folder of what lay in none

/// How a figure is told, from where its change is worth telling, and what to do then.
struct Watch {
  Figure figure;
  std::string_view name;
  double floor;
  bool if_higher, if_lower;
  const char* higher;
  const char* lower;
  const char* advice;
};

constexpr const char* look_at_pens =
    "Look at a few of these pages: a new hand, another pen or another setting of the scanner is the usual cause; until "
    "you "
    "know, do not count on what earlier audits showed";
constexpr const char* look_at_ink =
    "Compare a few of these pages with their paper: is the scan too light or too dark, or is the form filled in "
    "otherwise?";
constexpr const char* look_at_print =
    "Compare one of these pages with the blank form: a new print, a photocopy or another version of it needs its own "
    "template";

// The order is that in which advice is given where several figures changed: the cause before what follows from it.
constexpr std::array<Watch, 4> watched{
    {{Figure::residual_mm, "residual_mm", 0.05, true, false, "the printing lies further from the form", "",
      look_at_print},
     {Figure::blank, "blank", 0.1, true, true, "more fields are empty", "fewer fields are empty", look_at_ink},
     {Figure::asked, "asked", 0.05, true, false, "more fields are asked", "", look_at_pens},
     {Figure::confidence, "confidence", 0.02, false, true, "", "writing is read less surely", look_at_pens}}};

const Watch& watch_of(Figure figure) {
  return *std::ranges::find(watched, figure, &Watch::figure);
}

bool is_written_on(const RecordField& field) {
  const FieldState state = field.read_as ? field.read_as->state : field.state;
  const Value& value = field.read_as ? field.read_as->value : field.value;
  return state != FieldState::blank && value != Value(false);
}

FieldState as_read(const RecordField& field) {
  return field.read_as ? field.read_as->state : field.state;
}

std::vector<double> figures_of(const Record& record) {
  double asked = 0, sure = 0, written = 0, blank = 0, residual = 0;
  for (const RecordField& field : record.fields) {
    asked += was_accepted(field) ? 0 : 1;
    blank += as_read(field) == FieldState::blank ? 1 : 0;
    if (!is_written_on(field)) continue;
    sure += field.read_as ? field.read_as->confidence : field.confidence;
    ++written;
  }
  for (const RecordPage& page : record.pages) residual += page.residual_mm;
  const double fields = std::max(1.0, static_cast<double>(record.fields.size()));
  const double pages = std::max(1.0, static_cast<double>(record.pages.size()));
  return {asked / fields, written > 0 ? sure / written : 1, blank / fields, residual / pages};
}

std::string day_of(const LedgerEntry& entry) {
  return entry.first_seen.substr(0, 10);
}

std::string folder_of(const LedgerEntry& entry) {
  const auto slash = entry.name.find('/');
  return std::string(slash == std::string::npos ? fallback : std::string_view(entry.name).substr(0, slash));
}

bool is_day(const std::string& batch) {
  return batch.size() == 10 && batch[4] == '-' && batch[7] == '-';
}

std::vector<double> column(const std::vector<const Measured*>& documents, Figure figure) {
  std::vector<double> out;
  for (const Measured* one : documents) out.push_back(one->figures.at(static_cast<std::size_t>(figure)));
  return out;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// One form of one batch beside what it is compared with.
struct Pair {
  std::string form, batch;
  std::vector<const Measured*> now, before;
};

std::vector<Drift> drifts_of(const Pair& pair, double alpha) {
  std::vector<Drift> out;
  for (const Watch& watch : watched) {
    const std::vector<double> now = column(pair.now, watch.figure), before = column(pair.before, watch.figure);
    Drift drift{.form = pair.form,
                .batch = pair.batch,
                .figure = watch.figure,
                .before = mean(before),
                .now = mean(now),
                .documents_before = static_cast<long>(before.size()),
                .documents = static_cast<long>(now.size())};
    const double change = drift.now - drift.before;
    if (std::abs(change) < watch.floor || !(change > 0 ? watch.if_higher : watch.if_lower)) continue;
    drift.by_chance = change > 0 ? records::higher_by_chance(now, before) : records::higher_by_chance(before, now);
    if (drift.by_chance <= alpha) out.push_back(std::move(drift));
  }
  return out;
}

/// The forms of a batch that can be compared at all.
std::vector<Pair> pairs_of(const std::string& batch, const std::vector<Measured>& all) {
  std::map<std::string, Pair> of_form;
  for (const Measured& one : all) {
    Pair& pair = of_form[one.form];
    if (one.batch == batch)
      pair.now.push_back(&one);
    else if (!is_day(batch) || one.batch < batch)
      pair.before.push_back(&one);
  }
  std::vector<Pair> out;
  for (auto& [form, pair] : of_form) {
    if (pair.now.size() < fewest || pair.before.size() < fewest) continue;
    pair.form = form;
    pair.batch = batch;
    out.push_back(std::move(pair));
  }
  return out;
}

std::string number(Figure figure, double value) {
  if (figure == Figure::residual_mm) return fmt::format("{:.2f} mm", value);
  return fmt::format("{:.0f} %", 100 * value);
}

std::string change_words(const Drift& drift) {
  const Watch& watch = watch_of(drift.figure);
  return fmt::format("{} ({} against {})", drift.now > drift.before ? watch.higher : watch.lower,
                     number(drift.figure, drift.now), number(drift.figure, drift.before));
}

std::string batch_words(const std::string& batch) {
  if (is_day(batch)) return "the scans of " + british(batch);
  return batch == fallback ? "the scans in no folder" : "the scans in the folder " + batch;
}

}  // namespace

std::string_view to_string(Figure figure) {
  return watch_of(figure).name;
}

std::vector<Measured> measured(const std::vector<LedgerEntry>& ledger, const std::vector<Record>& records) {
  std::map<std::string, const LedgerEntry*> source_of;
  std::set<std::string> days;
  for (const LedgerEntry& entry : ledger)
    for (const std::string& id : entry.documents()) {
      source_of[id] = &entry;
      days.insert(day_of(entry));
    }
  std::vector<Measured> out;
  for (const Record& record : records) {
    const auto source = source_of.find(record.id);
    if (source == source_of.end() || record.fields.empty()) continue;
    const std::string batch = days.size() > 1 ? day_of(*source->second) : folder_of(*source->second);
    out.push_back({record.form + " " + record.version, batch, figures_of(record)});
  }
  return out;
}

std::vector<Drift> drifts(const std::vector<Measured>& all) {
  std::set<std::string> batches;
  for (const Measured& one : all) batches.insert(one.batch);
  std::vector<Drift> out;
  for (const std::string& batch : batches) {
    const std::vector<Pair> pairs = pairs_of(batch, all);
    for (const Pair& pair : pairs)
      for (Drift& drift : drifts_of(pair, false_alarms / (tests_of_a_form * static_cast<double>(pairs.size()))))
        out.push_back(std::move(drift));
  }
  return out;
}

std::vector<std::string> drift_sentences(const std::vector<Drift>& drifts) {
  std::vector<std::string> out;
  for (auto from = drifts.begin(); from != drifts.end();) {
    const auto to = std::find_if(from, drifts.end(),
                                 [&](const Drift& d) { return d.form != from->form || d.batch != from->batch; });
    std::string changes;
    for (auto drift = from; drift != to; ++drift) changes += (changes.empty() ? "" : ", ") + change_words(*drift);
    out.push_back(fmt::format("{} in {} ({} against {} {}): {}. {}.", from->form, batch_words(from->batch),
                              counted(from->documents, "document"), from->documents_before,
                              is_day(from->batch) ? "before" : "elsewhere", changes, watch_of(from->figure).advice));
    from = to;
  }
  return out;
}

}  // namespace carescan::batch

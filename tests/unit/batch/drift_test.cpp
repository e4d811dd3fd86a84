#include "pipeline/batch/drift.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <set>

#include "pipeline/batch/merge.hpp"
#include "pipeline/batch/report.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::batch;

namespace {

/// How documents of a form come out; figures of a document scatter round these as those of real ones do.
struct Usual {
  double asked = 0.3, confidence = 0.94, blank = 0.4, residual_mm = 0.05;
};

Measured document(const std::string& form, const std::string& batch, const Usual& usual, std::mt19937_64& random) {
  const auto share = [&](double of) {  // of 60 fields, after the document's own leaning
    const double own = std::clamp(of + std::normal_distribution<>(0, 0.08)(random), 0.0, 1.0);
    return std::binomial_distribution<>(60, own)(random) / 60.0;
  };
  return {form,
          batch,
          {share(usual.asked), std::min(1.0, usual.confidence + std::normal_distribution<>(0, 0.03)(random)),
           share(usual.blank), usual.residual_mm * std::lognormal_distribution<>(0, 0.4)(random)}};
}

void add(std::vector<Measured>& all, int count, const std::string& form, const std::string& batch, const Usual& usual,
         std::mt19937_64& random) {
  for (int i = 0; i < count; ++i) all.push_back(document(form, batch, usual, random));
}

/// Three days of two forms; the third is as given.
std::vector<Drift> third_day(const Usual& care_plan, std::mt19937_64& random) {
  std::vector<Measured> all;
  for (const char* day : {"2026-03-02", "2026-03-03"})
    for (const char* form : {"care-plan 2.0", "falls-risk 1.0"}) add(all, 20, form, day, {}, random);
  add(all, 20, "care-plan 2.0", "2026-03-04", care_plan, random);
  add(all, 20, "falls-risk 1.0", "2026-03-04", {}, random);
  return drifts(all);
}

bool tells(const std::vector<Drift>& found, Figure figure) {
  return std::ranges::any_of(found, [&](const Drift& d) {
    return d.figure == figure && d.form == "care-plan 2.0" && d.batch == "2026-03-04";
  });
}

/// Of 200 runs in which the third day is as given.
int told(const Usual& usual, Figure figure) {
  std::mt19937_64 random(3);
  int count = 0;
  for (int i = 0; i < 200; ++i) count += tells(third_day(usual, random), figure) ? 1 : 0;
  return count;
}

RecordField field(FieldState state, bool accepted, double confidence) {
  RecordField f;
  f.name = "f";
  f.state = state;
  if (state == FieldState::read) f.value = std::string("a");
  f.accepted = accepted;
  if (!accepted) f.reasons = {"low-confidence"};
  f.confidence = confidence;
  return f;
}

/// A run of one-page documents, each of its own source, `per_day` a day; those of the last day are read less surely.
RunContents run_of(int per_day) {
  RunContents run;
  for (int i = 0; i < 2 * per_day; ++i) {
    const bool last = i >= per_day;
    Record record;
    record.id = "document-" + std::to_string(i);
    record.form = "care-plan";
    record.version = "2.0";
    record.pages.resize(1);
    record.pages[0].residual_mm = 0.05 + 0.0001 * i;
    for (int k = 0; k < 10; ++k)
      record.fields.push_back(field(FieldState::read, k >= (last ? 6 : 2), (last ? 0.7 : 0.9) + 0.001 * i));
    record.fields.push_back(field(FieldState::blank, true, 1));
    LedgerEntry entry;
    entry.name = std::string(last ? "ward-b/" : "ward-a/") + std::to_string(i) + ".pdf";
    entry.first_seen = last ? "2026-03-04T09:00:00Z" : "2026-03-02T09:00:00Z";
    entry.pages = {{1, PageState::in_document, "", record.id, record.form, 1, ""}};
    run.ledger.push_back(entry);
    run.records.push_back(record);
  }
  run.summary.drift = drifts(measured(run.ledger, run.records));
  return run;
}

}  // namespace

TEST_CASE("a batch that drifts is told by the figure that drifted") {
  CHECK(told({.asked = 0.45}, Figure::asked) >= 190);
  CHECK(told({.confidence = 0.88}, Figure::confidence) >= 190);
  CHECK(told({.blank = 0.6}, Figure::blank) >= 190);
  CHECK(told({.blank = 0.2}, Figure::blank) >= 190);
  CHECK(told({.residual_mm = 0.15}, Figure::residual_mm) >= 190);
}

TEST_CASE("a batch in which nothing changed is told to drift at most once in a hundred") {
  std::mt19937_64 random(4);
  int false_alarms = 0, batches = 0;
  for (int i = 0; i < 1000; ++i) {
    std::set<std::string> alarmed;
    for (const Drift& drift : third_day({}, random)) alarmed.insert(drift.batch);
    false_alarms += static_cast<int>(alarmed.size());
    batches += 2;  // the first day has nothing before it
  }
  MESSAGE("false alarms: " << false_alarms << " of " << batches << " batches in which nothing changed");
  CHECK(false_alarms <= 20);
}

TEST_CASE("what got better or changed too little to act upon is not told") {
  CHECK(told({.asked = 0.1}, Figure::asked) == 0);
  CHECK(told({.confidence = 0.99}, Figure::confidence) == 0);
  CHECK(told({.residual_mm = 0.07}, Figure::residual_mm) == 0);
}

TEST_CASE("fewer than eight documents on a side say nothing") {
  std::mt19937_64 random(6);
  std::vector<Measured> all;
  add(all, 40, "care-plan 2.0", "2026-03-02", {}, random);
  add(all, 7, "care-plan 2.0", "2026-03-03", {.asked = 0.9}, random);
  CHECK(drifts(all).empty());
  add(all, 1, "care-plan 2.0", "2026-03-03", {.asked = 0.9}, random);
  CHECK_FALSE(drifts(all).empty());
}

TEST_CASE("folders of one day are compared with the rest and days only with those before") {
  std::mt19937_64 random(7);
  std::vector<Measured> folders, days;
  add(folders, 20, "care-plan 2.0", "ward-a", {.asked = 0.6}, random);
  add(folders, 20, "care-plan 2.0", "ward-b", {}, random);
  CHECK(drifts(folders).at(0).batch == "ward-a");
  add(days, 20, "care-plan 2.0", "2026-03-02", {.asked = 0.6}, random);
  add(days, 20, "care-plan 2.0", "2026-03-03", {}, random);
  CHECK(drifts(days).empty());  // the first day was the worse one, and nothing lies before it
}

TEST_CASE("figures are those of the machine whatever a person found since") {
  RunContents run = run_of(1);
  const std::vector<double> read = measured(run.ledger, run.records).at(1).figures;
  CHECK(read.at(0) == doctest::Approx(6.0 / 11));
  CHECK(read.at(1) == doctest::Approx(0.701));
  CHECK(read.at(2) == doctest::Approx(1.0 / 11));
  CHECK(read.at(3) == doctest::Approx(0.0501));
  RecordField& corrected = run.records[1].fields[0];
  corrected.reviewed = true;
  corrected.read_as = MachineReading{corrected.state, corrected.value, "a", corrected.confidence};
  corrected.state = FieldState::blank;
  corrected.value = {};
  corrected.reasons = {"low-confidence", "corrected"};
  RecordField& confirmed = run.records[1].fields[9];
  confirmed.reviewed = true;
  confirmed.accepted = false;
  confirmed.reasons = {"corrected"};  // it had been accepted
  CHECK(measured(run.ledger, run.records).at(1).figures == read);
}

TEST_CASE("the report says in one sentence what changed and what to do and the summary has the figures") {
  const RunContents run = run_of(12);
  const std::vector<std::string> sentences = drift_sentences(run.summary.drift);
  REQUIRE(sentences.size() == 1);
  for (const char* words : {"care-plan 2.0 in the scans of 04/03/2026 (12 documents against 12 before)",
                            "more fields are asked (55 % against 18 %)",
                            "writing is read less surely (72 % against 91 %)", "Look at a few of these pages"})
    CHECK_MESSAGE(sentences[0].find(words) != std::string::npos, sentences[0]);
  const test::Folder folder;
  const std::string html = report_html({folder.path()}, run);
  CHECK(html.find("Look at these first") != std::string::npos);
  CHECK(html.find("Something changed: care-plan 2.0") != std::string::npos);
  const std::string json = to_json(run.summary);
  CHECK(json.find("\"figure\": \"asked\"") != std::string::npos);
  CHECK(json.find("\"documents_before\": 12") != std::string::npos);
}

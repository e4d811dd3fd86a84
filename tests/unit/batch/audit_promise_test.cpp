#include <doctest/doctest.h>

#include <set>

#include "pipeline/batch/audit.hpp"
#include "pipeline/records/bounds.hpp"

using namespace carescan;
using namespace carescan::batch;

namespace {

constexpr double target = 0.01;

/// A run of accepted fields in documents of 20; the names make each run's draw another one.
std::vector<Record> run_of(int number, int documents) {
  std::vector<Record> records;
  for (int i = 0; i < documents; ++i) {
    Record record;
    record.id = std::to_string(number) + "-" + std::to_string(i);
    for (int k = 0; k < 20; ++k) {
      RecordField field;
      field.name = std::to_string(k);
      field.accepted = true;
      record.fields.push_back(field);
    }
    records.push_back(record);
  }
  return records;
}

/// The wrong fields lie together in the first documents, as one bad hand would have it: the draw must not care.
bool is_wrong(int number, int wrong, const AuditField& field) {
  for (int i = 0; i * 20 < wrong; ++i)
    if (field.document == std::to_string(number) + "-" + std::to_string(i))
      return i * 20 + std::stoi(field.field) < wrong;
  return false;
}

/// Looks at a run's sample in `looks` parts; whether the bound ever lay below the truth, and whether it ever held.
struct Outcome {
  bool broken = false, held = false;
};

Outcome audited(int number, int documents, int wrong, std::optional<long> size, int looks) {
  Audit audit = draw_audit({.target = target, .confidence = 0.95, .size = size}, run_of(number, documents));
  const double truth = wrong / (20.0 * documents);
  AuditTally tally{.accepted = audit.accepted, .drawn = static_cast<long>(audit.fields.size()), .wrong = {}};
  Outcome out;
  for (int look = 1; look <= looks; ++look) {
    for (; tally.audited < tally.drawn * look / looks; ++tally.audited)
      tally.errors += is_wrong(number, wrong, audit.fields[static_cast<std::size_t>(tally.audited)]) ? 1 : 0;
    const Certified found = certify(audit, tally);
    out.broken = out.broken || found.upper_bound < truth - 1e-12 || (found.holds && truth > target);
    out.held = out.held || found.holds;
    audit.looks.push_back({tally.accepted, tally.audited, tally.errors});
  }
  return out;
}

}  // namespace

TEST_CASE("of simulated batches the promise fails in at most one in twenty however often one looks") {
  // 2,000 batches of 600 accepted fields at each rate: well below the target, just above it (the hardest), far above.
  for (const int wrong : {3, 7, 20})
    for (const int looks : {1, 3}) {
      int broken = 0;
      for (int i = 0; i < 2000; ++i) broken += audited(i, 30, wrong, std::nullopt, looks).broken ? 1 : 0;
      MESSAGE(wrong << " of 600 fields wrong, " << looks << " looks: the promise fails in " << broken << " of 2000");
      CHECK(broken <= 100);
    }
}

TEST_CASE("a batch without a wrong field is shown to hold with what auto draws and no less") {
  const long needed = records::sample_needed(600, target, records::alpha_of_look(0.05, 1));
  CHECK(draw_audit({.target = target, .confidence = 0.95, .size = std::nullopt}, run_of(1, 30)).fields.size() ==
        static_cast<std::size_t>(needed));
  CHECK(audited(1, 30, 0, std::nullopt, 1).held);
  CHECK_FALSE(audited(1, 30, 0, needed - 1, 1).held);
}

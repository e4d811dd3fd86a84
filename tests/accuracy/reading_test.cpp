#include "tests/accuracy/ratchet.hpp"

using namespace carescan::test;

namespace {

/// What some sheets of combs and of boxes hold, filled in by hands that nothing was learnt from, with slips of the pen.
/// scripts/bench/reading prints the figures that count, over hundreds of sheets; this notices what breaks.
struct HeldKind {
  const char* kind;
  long inked;  ///< exact: a field that nobody counts is nobody's mistake
  long right_accepted_at_least;
};

const fs::path forms = source_dir() / "tests/bench/forms";

bool strokes_are_here() {
  if (fs::exists(shared_dir() / "data/handwriting/digits.jsonl.gz")) return true;
  MESSAGE("not run: recorded pen strokes are not here (../shared/data/handwriting)");
  return false;
}

struct Painted {
  const char *sheet, *scanner, *count, *seed;
};

void paint(const fs::path& out, const Painted& what) {
  std::vector<std::string> words{"synth",     (forms / what.sheet).string(),
                                 "--scanner", what.scanner,
                                 "--count",   what.count,
                                 "--seed",    what.seed,
                                 "--out",     (out / what.sheet).string(),
                                 "--writers", (source_dir() / "scripts/train/writers/tune.txt").string(),
                                 "--ink"};
  for (const char* file : {"digits", "upper", "lower", "symbols", "words"})
    words.push_back((shared_dir() / "data/handwriting" / (std::string(file) + ".jsonl.gz")).string());
  const Ran ran = run_carescan(words);
  REQUIRE_MESSAGE(ran.exit_code == 0, ran.err);
}

Json scored_sheets(const std::vector<Painted>& sheets, long pages) {
  const Folder folder;
  for (const Painted& sheet : sheets) paint(folder / "scans", sheet);
  const Json score = scored_run(folder / "scans", folder / "scans", forms, folder / "out");
  CHECK(score["pages"]["right"] == pages);
  CHECK(count(score["blank"], "silently_wrong") == 0);
  return score;
}

void hold(const Json& score, const HeldKind& held) {
  const Json& counts = score.at("by_kind").at(held.kind).at("inked");
  tell(held.kind, counts);
  CHECK(count(counts, "total") == held.inked);
  CHECK(count(counts, "silently_wrong") == 0);
  CHECK(count(counts, "right_accepted") >= held.right_accepted_at_least);
}

}  // namespace

TEST_CASE("combs of the bench's sheets are read as well as they were") {
  if (!strokes_are_here()) return;
  const Json score = scored_sheets({{"comb-sheet", "office", "2", "4712"}, {"word-sheet", "copier", "2", "4713"}}, 4);
  // clang-format off
  //                                  kind   inked  right accepted ≥   measured
  for (const HeldKind& held : {HeldKind{"nhs_number", 51, 46},         // 48
                               HeldKind{"date",       34, 18},         // 20
                               HeldKind{"postcode",   20,  0},         // 0
                               HeldKind{"number",     32,  6},         // 8
                               HeldKind{"comb",       39,  9}})        // 11
    hold(score, held);
  // clang-format on
}

TEST_CASE("boxes and signatures of the bench's sheets are read as well as they were") {
  if (!strokes_are_here()) return;
  const Json score = scored_sheets({{"mark-sheet", "copier", "1", "4714"}, {"sign-sheet", "office", "1", "4715"}}, 2);
  // clang-format off
  //                                  kind   inked  right accepted ≥   measured
  for (const HeldKind& held : {HeldKind{"checkbox",  27, 27},          // 27
                               HeldKind{"choice",    24, 23},          // 23
                               HeldKind{"choices",    5,  5},          // 5
                               HeldKind{"scale",      4,  4},          // 4
                               HeldKind{"signature", 10, 10},          // 10
                               HeldKind{"initials",  13, 13}})         // 13
    hold(score, held);
  // clang-format on
}

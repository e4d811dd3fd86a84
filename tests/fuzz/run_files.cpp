#include "pipeline/batch/corrections.hpp"
#include "pipeline/batch/deidentify.hpp"
#include "pipeline/batch/kept_reading.hpp"
#include "pipeline/batch/ledger.hpp"
#include "pipeline/batch/people.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace carescan;

/// What a run keeps, read back: reading.json, the ledger, corrections.jsonl, people.json; and an opt-out list. Each
/// input is tried as every one of them.
int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text = fuzz::text_of(bytes, size);
  fuzz::expect_answer([&] {
    const batch::KeptReading kept = batch::kept_reading_from_json(text, "reading.json");
    const std::string written = batch::to_json(kept);
    if (batch::to_json(batch::kept_reading_from_json(written, "written")) != written)
      fuzz::finding("a reading changes by being written and read");
  });
  fuzz::expect_answer([&] { batch::ledger_from_json(text, "ledger.json"); });
  fuzz::expect_answer([&] { batch::standing(batch::read_corrections(fuzz::file_with(text))); });
  fuzz::expect_answer([&] { batch::proposals_of(text, "people.json"); });
  fuzz::expect_answer([&] { batch::opted_out(text, "list"); });
  return 0;
}

#include "pipeline/records/record_json.hpp"

#include "tests/fuzz/fuzz.hpp"

using namespace carescan;

/// record.json: what is read is written again as it was.
int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::expect_answer([&] {
    const Record record = records::record_from_json(fuzz::text_of(bytes, size), "record.json");
    const std::string written = records::to_json(record);
    if (records::to_json(records::record_from_json(written, "written")) != written)
      fuzz::finding("a record changes by being written and read");
    records::to_csv({record});
  });
  return 0;
}

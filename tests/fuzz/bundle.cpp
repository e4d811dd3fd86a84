#include "pipeline/fhir/ndjson.hpp"
#include "pipeline/fhir/transaction_answer.hpp"
#include "pipeline/fhir/validate.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace carescan;

/// FHIR from elsewhere: a bundle to validate or to export, and what a server answers to a transaction.
int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text = fuzz::text_of(bytes, size);
  fhir::operation_outcome(fhir::validate(text));  // never throws
  fhir::receipts_of(text);                        // nor does this
  fuzz::expect_answer([&] {
    fhir::ResourceLines lines;
    lines.learn(text);
    lines.lines(text);
  });
  return 0;
}

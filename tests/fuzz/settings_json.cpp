#include "pipeline/fhir/bundle.hpp"
#include "pipeline/records/policy.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace carescan;

/// The files of --policy and --provider.
int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text = fuzz::text_of(bytes, size);
  fuzz::expect_answer([&] {
    const records::Policy policy = records::policy_from_json(text, "policy.json");
    const std::string written = records::to_json(policy);
    if (records::to_json(records::policy_from_json(written, "written")) != written)
      fuzz::finding("a policy changes by being written and read");
  });
  fuzz::expect_answer([&] { fhir::load_provider(text, "provider.json"); });
  return 0;
}

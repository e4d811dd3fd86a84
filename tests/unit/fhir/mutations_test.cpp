#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>

#include "pipeline/fhir/validate.hpp"
#include "tests/support/fhir_mutations.hpp"
#include "tests/unit/fhir/sample_record.hpp"

using namespace fhir_mutations;
using carescan::fhir::has_error;
using carescan::fhir::validate;

namespace {

struct Count {
  int killed = 0, breaks = 0, refused = 0, legal = 0;
};

std::string table(const std::map<std::string, Count>& counts) {
  std::string out = "killed of errors, refused of legal variations\n";
  Count all;
  for (const auto& [type, c] : counts) {
    out += fmt::format("  {:<22} {:>4}/{:<4} {:>3}/{}\n", type, c.killed, c.breaks, c.refused, c.legal);
    all = {all.killed + c.killed, all.breaks + c.breaks, all.refused + c.refused, all.legal + c.legal};
  }
  return out + fmt::format("  {:<22} {:>4}/{:<4} {:>3}/{}", "all", all.killed, all.breaks, all.refused, all.legal);
}

}  // namespace

TEST_CASE("the bundles that are changed are valid") {
  for (const std::string& name : base_names()) {
    const auto findings = validate(base(name));
    CHECK_MESSAGE(findings.empty(), name << ": " << fhir_sample::listed(findings));
  }
}

TEST_CASE("every error is killed and no legal variation refused") {
  std::map<std::string, Count> counts;
  for (const Mutation& mutation : mutations()) {
    const auto findings = validate(mutated(mutation));
    Count& count = counts[mutation.type];
    const std::string what = mutation.subject + ": " + mutation.why + " " + mutation.edits.dump();
    if (mutation.breaks) {
      CHECK_MESSAGE(has_error(findings), what);
      ++count.breaks;
      count.killed += has_error(findings) ? 1 : 0;
    } else {
      CHECK_MESSAGE(!has_error(findings), what << "\n" << fhir_sample::listed(findings));
      ++count.legal;
      count.refused += has_error(findings) ? 1 : 0;
    }
  }
  MESSAGE(table(counts));
  CHECK(counts.size() >= 23);
}

TEST_CASE("a message names a place and never the value") {
  for (const Mutation& mutation : mutations())
    for (const auto& finding : validate(mutated(mutation))) {
      CAPTURE(finding.message);
      CHECK(finding.message.find("Ashdown") == std::string::npos);
      CHECK((finding.message.ends_with('.') || finding.message.ends_with(')')));
      CHECK(finding.expression.find("..") == std::string::npos);
    }
}

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "pipeline/model/failure.hpp"
#include "pipeline/records/policy.hpp"

using namespace carescan;
using namespace carescan::records;

namespace {

std::filesystem::path written(const std::string& name, const std::string& json) {
  const auto file = std::filesystem::path(CARESCAN_BINARY_DIR) / ("policy-test-" + name + ".json");
  std::ofstream(file) << json;
  return file;
}

std::string why_refused(const std::string& name, const std::string& json) {
  try {
    load_policy(written(name, json));
  } catch (const Failure& failure) {
    CHECK(failure.code == "policy-invalid");
    return failure.why;
  }
  return "not refused";
}

}  // namespace

TEST_CASE("the default policy accepts marks and blanks and combs, and of free writing single lines that are surer than any comb") {
  const Policy policy = default_policy();
  CHECK(policy.accept_inked.contains(FieldKind::checkbox));
  CHECK(policy.accept_inked.contains(FieldKind::signature));
  for (int i = 0; i <= static_cast<int>(FieldKind::none_box); ++i) {
    const auto kind = static_cast<FieldKind>(i);
    CHECK(policy.accept_blank.contains(kind));
    if (is_written(kind)) CHECK(policy.accept_inked.contains(kind) == (kind == FieldKind::text));
    if (is_mark(kind)) CHECK_FALSE(policy.accept_combs.contains(kind));
  }
  for (const auto& [kind, threshold] : policy.accept_combs) CHECK(policy.accept_inked.at(FieldKind::text) >= threshold);
  for (const FieldKind kind : {FieldKind::date, FieldKind::number, FieldKind::phone, FieldKind::postcode}) {
    REQUIRE(policy.accept_combs.contains(kind));
    // What has no check digit must be surer than what has one.
    CHECK(policy.accept_combs.at(kind) > policy.accept_combs.at(FieldKind::nhs_number));
  }
  CHECK(policy.sha256.size() == 64);
}

TEST_CASE("a policy file sets thresholds by kind and leaves the others out") {
  const Policy policy = load_policy(written("good", R"({"name": "strict", "accept_inked": {"checkbox": 0.999},
                                                       "accept_blank": {"text": 0.98, "date": 1}})"));
  CHECK(policy.name == "strict");
  CHECK(policy.accept_inked == std::map<FieldKind, double>{{FieldKind::checkbox, 0.999}});
  CHECK(policy.accept_blank.at(FieldKind::date) == 1.0);
}

TEST_CASE("combs and free lines of one kind have thresholds of their own") {
  const Policy policy = load_policy(written("combs", R"({"accept_inked": {"none_box": 0.5, "text": 0.8},
      "accept_combs": {"date": 0.7, "text": 0.9}, "accept_blank": {"date": 0.6}})"));
  Field line, comb;
  line.kind = comb.kind = FieldKind::date;
  comb.cells.resize(8);
  CHECK(threshold_for(policy, comb, FieldState::read) == 0.7);
  CHECK(threshold_for(policy, line, FieldState::read) == std::nullopt);
  CHECK(threshold_for(policy, comb, FieldState::blank) == 0.6);
  CHECK(threshold_for(policy, comb, FieldState::none) == 0.5);
  line.kind = comb.kind = FieldKind::text;
  CHECK(threshold_for(policy, comb, FieldState::read) == 0.9);
  CHECK(threshold_for(policy, line, FieldState::read) == 0.8);
}

TEST_CASE("the hash of a policy changes with what it says and not with its layout") {
  const auto a = load_policy(written("a", R"({"name":"x","accept_inked":{"choice":0.9}})"));
  const auto b = load_policy(written("b", R"({ "accept_inked": { "choice": 0.90 }, "name": "x" })"));
  const auto c = load_policy(written("c", R"({"name":"x","accept_inked":{"choice":0.91}})"));
  const auto d = load_policy(written("d", R"({"name":"x","accept_inked":{"choice":0.9},"accept_combs":{"date":0.9}})"));
  CHECK(a.sha256 == b.sha256);
  CHECK(a.sha256 != c.sha256);
  CHECK(a.sha256 != d.sha256);
}

TEST_CASE("a wrong policy is refused with the pointer of what is wrong") {
  CHECK(why_refused("text", "not json") == "the file is not JSON");
  CHECK(why_refused("list", "[]") == "the file is not a JSON object");
  CHECK(why_refused("kind", R"({"accept_inked":{"radio":0.9}})").starts_with("/accept_inked/radio "));
  CHECK(why_refused("combs", R"({"accept_combs":{"date":-1}})").starts_with("/accept_combs/date "));
  CHECK(why_refused("range", R"({"accept_blank":{"text":1.2}})").starts_with("/accept_blank/text "));
  CHECK(why_refused("type", R"({"accept_blank":{"text":"high"}})").starts_with("/accept_blank/text "));
  CHECK(why_refused("member", R"({"acept_blank":{}})").starts_with("/acept_blank "));
  CHECK_THROWS_AS(load_policy("no/such/policy.json"), Failure);
}

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "tests/unit/fhir/broken.hpp"

using namespace fhir_sample;
using carescan::fhir::BundleKind;
using carescan::fhir::has_error;
using carescan::fhir::validate;

namespace {

/// JSON pointers of everything in a tree below its root.
std::vector<Json::json_pointer> nodes(const Json& tree) {
  std::vector<Json::json_pointer> out;
  const Json flat = tree.flatten();
  for (const auto& [pointer, leaf] : flat.items())
    for (Json::json_pointer at(pointer); !at.empty(); at = at.parent_pointer()) out.push_back(at);
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.to_string() < b.to_string(); });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace

TEST_CASE("anything of a bundle replaced by null or something empty is found") {
  const Json bundle = bundle_of(mixed_record(), options(BundleKind::document));
  for (const Json::json_pointer& at : nodes(bundle))
    for (const Json& instead : {Json(), Json::object(), Json::array(), Json("")}) {
      Json changed = bundle;
      changed[at] = instead;
      CAPTURE(at.to_string());
      CAPTURE(instead.dump());
      CHECK(has_error(validate(changed.dump())));
    }
}

TEST_CASE("anything of a bundle under a name that FHIR does not know is found") {
  const Json bundle = bundle_of(mixed_record());
  for (const Json::json_pointer& at : nodes(bundle)) {
    Json changed = bundle;
    if (!changed[at].is_object()) continue;
    changed[at]["strange"] = "x";
    CAPTURE(at.to_string());
    CHECK(has_error(validate(changed.dump())));
  }
}

TEST_CASE("values of any other type in any place do not end the program") {
  const Json bundle = bundle_of(mixed_record());
  for (const Json::json_pointer& at : nodes(bundle))
    for (const Json& instead : {Json(17), Json(true), Json("x"), Json::array({1, nullptr, "x"}),
                                Json{{"coding", 7}, {"extension", "x"}, {"url", 1}}}) {
      Json changed = bundle;
      changed[at] = instead;
      CHECK_NOTHROW((void)validate(changed.dump()));
    }
}

TEST_CASE("bytes changed or cut at random do not end the program") {
  const std::string bytes = bundle_of(mixed_record()).dump();
  std::mt19937 random(2026);
  for (int i = 0; i < 2000; ++i) {
    std::string changed = bytes.substr(0, random() % 4 == 0 ? random() % bytes.size() : bytes.size());
    for (int n = 0; n < 3 && !changed.empty(); ++n) changed[random() % changed.size()] = static_cast<char>(random());
    CHECK_NOTHROW((void)validate(changed));
  }
}

#include <doctest/doctest.h>

#include "pipeline/fhir/validate.hpp"
#include "tests/support/fhir_mutations.hpp"

using carescan::fhir::has_error;
using carescan::fhir::validate;
using fhir_mutations::Json;

namespace {

/// Pointers to every value of a tree.
void collect(const Json& node, const Json::json_pointer& at, std::vector<Json::json_pointer>& out) {
  if (!at.empty()) out.push_back(at);
  if (node.is_object())
    for (const auto& [name, child] : node.items()) collect(child, at / name, out);
  if (node.is_array())
    for (std::size_t i = 0; i < node.size(); ++i) collect(node[i], at / i, out);
}

/// What no element of this JSON type may be.
std::vector<Json> wrong_for(const Json& value) {
  std::vector<Json> wrong{Json(), Json::array(), Json::object(), ""};
  if (value.is_array())
    wrong.insert(wrong.end(), {Json::object({{"0", value[0]}}), 17});
  else
    wrong.insert(wrong.end(), {Json::array({value})});
  if (value.is_object()) wrong.insert(wrong.end(), {"text", 17, true});
  if (value.is_string()) wrong.insert(wrong.end(), {17, true, Json::object({{"value", value}})});
  if (value.is_number()) wrong.insert(wrong.end(), {value.dump(), true, Json::object({{"value", value}})});
  if (value.is_boolean()) wrong.insert(wrong.end(), {value.dump(), 1});
  return wrong;
}

}  // namespace

TEST_CASE("every element of every resource refuses what is of another JSON type") {
  long tried = 0;
  for (const std::string& name : fhir_mutations::base_names()) {
    const Json bundle = Json::parse(fhir_mutations::base(name));
    for (std::size_t e = 0; e < bundle.at("entry").size(); ++e) {
      const Json resource = bundle.at("entry")[e].at("resource");
      std::vector<Json::json_pointer> all;
      collect(resource, Json::json_pointer(), all);
      const std::size_t before = validate(resource.dump()).size();
      for (const auto& at : all)
        for (const Json& wrong : wrong_for(resource.at(at))) {
          Json changed = resource;
          changed[at] = wrong;
          CAPTURE(resource.at("resourceType"));
          CAPTURE(at.to_string());
          CAPTURE(wrong.dump());
          const auto findings = validate(changed.dump());
          CHECK(findings.size() > before);
          CHECK(has_error(findings));
          ++tried;
        }
    }
  }
  CHECK(tried > 10000);
}

TEST_CASE("every object of every resource refuses a member it does not know") {
  for (const std::string& name : fhir_mutations::base_names()) {
    const Json bundle = Json::parse(fhir_mutations::base(name));
    std::vector<Json::json_pointer> all;
    collect(bundle, Json::json_pointer(), all);
    for (const auto& at : all) {
      if (!bundle.at(at).is_object()) continue;
      Json changed = bundle;
      changed[at]["comment"] = "x";
      CAPTURE(name);
      CAPTURE(at.to_string());
      CHECK((has_error(validate(changed.dump())) || at.to_string().ends_with("/what")));
    }
  }
}

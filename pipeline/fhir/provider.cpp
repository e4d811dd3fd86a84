#include <algorithm>
#include <array>
#include <cctype>

#include "pipeline/fhir/bundle.hpp"
#include "pipeline/fhir/document.hpp"
#include "pipeline/fhir/primitives.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::fhir {
namespace {

constexpr std::array<std::string_view, 3> members{"name", "ods_code", "namespace"};

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
  throw Failure{
      "provider-invalid", file, why,
      R"(write it like {"name": "Example Care Home", "ods_code": "X99999", "namespace": "https://care.example/id"})"};
}

std::string member(const Json& provider, const std::string& name, const std::string& file) {
  if (!provider.contains(name)) return "";
  if (!provider[name].is_string()) refuse(file, "\"" + name + "\" is not a text");
  return clean_text(provider[name].get<std::string>());
}

/// Three to ten capitals and digits: ODS codes have grown over the years.
bool is_ods_code(const std::string& code) {
  return code.size() >= 3 && code.size() <= 10 &&
         std::all_of(code.begin(), code.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

}  // namespace

Provider load_provider(const std::string& json, const std::string& file) {
  const Json provider = Json::parse(json, nullptr, false);
  if (!provider.is_object()) refuse(file, "it is not a JSON object");
  for (const auto& [name, value] : provider.items())
    if (std::find(members.begin(), members.end(), name) == members.end())
      refuse(file, "it has the unknown member \"" + name + "\"");
  const Provider out{member(provider, "name", file), member(provider, "ods_code", file),
                     member(provider, "namespace", file)};
  if (out.name.empty()) refuse(file, "it has no \"name\"");
  if (!out.ods_code.empty() && !is_ods_code(out.ods_code))
    refuse(file, "\"ods_code\" is not 3 to 10 capitals and digits");
  if (!out.namespace_uri.empty() && !is_absolute_uri(out.namespace_uri))
    refuse(file, "\"namespace\" is not an absolute URI");
  return out;
}

}  // namespace carescan::fhir

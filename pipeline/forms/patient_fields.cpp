#include "pipeline/forms/patient_fields.hpp"

#include <nlohmann/json.hpp>

#include "pipeline/forms/placeholders.hpp"

using Json = nlohmann::ordered_json;

namespace carescan::forms {
namespace {

/// Names of the fields in all texts below a member of a skeleton, in their order.
std::vector<std::string> fields_in(const Json& skeleton) {
  std::vector<std::string> names;
  if (skeleton.is_string())
    for (const TextPart& part : parts_of(skeleton.get<std::string>()))
      if (part.placeholder) names.insert(names.end(), part.placeholder->names.begin(), part.placeholder->names.end());
  if (skeleton.is_structured())
    for (const Json& below : skeleton)
      for (std::string& name : fields_in(below)) names.push_back(std::move(name));
  return names;
}

}  // namespace

PatientFields patient_fields(const FormTemplate& form) {
  for (const Json& skeleton : Json::parse(form.fhir_json))
    if (skeleton.value("resourceType", "") == "Patient")
      return {fields_in(skeleton.value("name", Json())), fields_in(skeleton.value("birthDate", Json())),
              fields_in(skeleton.value("identifier", Json())), fields_in(skeleton.value("gender", Json()))};
  return {};
}

}  // namespace carescan::forms

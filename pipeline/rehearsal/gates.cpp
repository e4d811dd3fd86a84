#include "pipeline/rehearsal/gates.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "pipeline/model/failure.hpp"

namespace carescan::rehearsal {
namespace {

using Json = nlohmann::json;

double critical_silently_wrong(const FormTemplate& form, const Json& score) {
  double wrong = 0;
  for (const Field& field : form.fields)
    if (field.critical && score.at("by_field").contains(field.name))
      wrong += score.at("by_field").at(field.name).at("silently_wrong").get<double>();
  return wrong;
}

double asked_share(const Json& tally) {
  const double asked = tally.at("right_asked").get<double>() + tally.at("wrong_asked").get<double>();
  return asked / std::max(1.0, tally.at("total").get<double>());
}

/// A number of the score by its path with points.
double number_at(const Json& score, const std::string& name, const FormTemplate& form) {
  std::string path = "/" + name;
  std::ranges::replace(path, '.', '/');
  const Json::json_pointer pointer(path);
  if (score.contains(pointer) && score.at(pointer).is_number()) return score.at(pointer).get<double>();
  throw Failure{"template-gate", (form.folder / "form.json").string(),
                "the form has a gate on \"" + name + "\", which is no figure of its score",
                "see the figures in docs/cli.md (template test); kinds that the form lacks have none"};
}

double figure(const FormTemplate& form, const Json& score, const std::string& name) {
  if (name == "critical_silently_wrong") return critical_silently_wrong(form, score);
  if (name == "pages_not_identified")
    return score.at("pages").at("truth").get<double>() - score.at("pages").at("right").get<double>();
  if (name == "asked_share") return asked_share(score.at("inked"));
  return number_at(score, name, form);
}

}  // namespace

std::vector<Gate> gates_of(const FormTemplate& form, const std::string& score_json) {
  const Json score = Json::parse(score_json), own = Json::parse(form.gates_json);
  std::map<std::string, double> limits{{"critical_silently_wrong", 0}, {"pages_not_identified", 0}};
  for (const auto& [name, limit] : own.items()) limits[name] = limit.get<double>();
  std::vector<Gate> gates;
  for (const auto& [name, limit] : limits) gates.push_back({name, limit, figure(form, score, name)});
  return gates;
}

}  // namespace carescan::rehearsal

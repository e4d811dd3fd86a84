#pragma once

#include <map>

#include "tests/unit/fhir/shipped_form.hpp"

/// A reader of our bundles who has the form and no code of ours: the values of a record from its QuestionnaireResponse.
namespace rebuilt {

using shipped::Json;

struct Item {
  carescan::FieldState state = carescan::FieldState::read;
  carescan::Value value = {};
};

inline std::string extension_value(const Json& item, const std::string& ending, const std::string& member) {
  for (const Json& extension : item.value("extension", Json::array()))
    if (extension["url"].get<std::string>().ends_with(ending))
      return extension[member].is_string() ? extension[member].get<std::string>()
                                           : extension[member]["code"].get<std::string>();
  return "";
}

inline carescan::FieldState state_of(const Json& item) {
  using carescan::FieldState;
  static const std::map<std::string, FieldState> states{{"read", FieldState::read},
                                                        {"blank", FieldState::blank},
                                                        {"none", FieldState::none},
                                                        {"illegible", FieldState::illegible},
                                                        {"ambiguous", FieldState::ambiguous}};
  const std::string code = extension_value(item, "/reading-state", "valueCoding");
  return code.empty() ? FieldState::read : states.at(code);
}

/// One answer, typed by the kind of its field.
inline carescan::Value value_of(const Json& answers, carescan::FieldKind kind) {
  using carescan::FieldKind;
  const Json& first = answers.at(0);
  std::vector<std::string> codes;
  switch (kind) {
    case FieldKind::checkbox:
    case FieldKind::none_box:
    case FieldKind::signature:
    case FieldKind::initials:
      return first.at("valueBoolean").get<bool>();
    case FieldKind::number:
      return first.contains("valueQuantity") ? first["valueQuantity"]["value"].get<double>()
                                             : first.at("valueDecimal").get<double>();
    case FieldKind::choice:
    case FieldKind::scale:
      return first.at("valueCoding").at("code").get<std::string>();
    case FieldKind::choices:
      for (const Json& answer : answers) codes.push_back(answer.at("valueCoding").at("code"));
      return codes;
    case FieldKind::date:
      return first.at("valueDate").get<std::string>();
    default:
      return first.at("valueString").get<std::string>();
  }
}

/// Items with an answer or a state that is known; groups are walked, what waits for a person is left out.
inline void collect(const Json& items, const carescan::FormTemplate& form, std::map<std::string, Item>& out) {
  for (const Json& item : items) {
    if (item.contains("item")) collect(item["item"], form, out);
    const std::string name = item["linkId"];
    const carescan::Field* field = form.find(name);
    if (field == nullptr || extension_value(item, "/data-absent-reason", "valueCode") == "temp-unknown") continue;
    Item one{state_of(item), {}};
    if (one.state == carescan::FieldState::read) one.value = value_of(item["answer"], field->kind);
    out[name] = one;
  }
}

inline std::map<std::string, Item> from(const Json& bundle, const carescan::FormTemplate& form) {
  std::map<std::string, Item> out;
  collect(shipped::all(bundle, "QuestionnaireResponse").at(0)["item"], form, out);
  return out;
}

}  // namespace rebuilt

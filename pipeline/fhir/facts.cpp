#include "pipeline/fhir/facts.hpp"

#include <cctype>
#include <nlohmann/json.hpp>

namespace carescan::fhir {

extern const char r4_facts[];  // facts/r4.json; see CMakeLists.txt

namespace {

using nlohmann::json;

ElementFact element_fact(const json& from) {
  ElementFact fact;
  fact.name = from.at("n").get<std::string>();
  if (fact.name.ends_with("[x]")) {
    fact.choice = true;
    fact.name.resize(fact.name.size() - 3);
  }
  fact.min = from.value("min", 0);
  const json max = from.value("max", json(1));
  fact.many = max.is_string() || max.get<int>() > 1;
  fact.prohibited = max.is_number() && max.get<int>() == 0;
  fact.types = from.at("t").get<std::vector<std::string>>();
  fact.targets = from.value("to", std::vector<std::string>());
  fact.value_set = from.value("vs", "");
  fact.simple_quantity = from.contains("prof");
  return fact;
}

TypeFact type_fact(const json& from) {
  std::vector<ElementFact> elements;
  for (const json& element : from.at("el")) elements.push_back(element_fact(element));
  return type_of_elements(from.at("kind") == "resource", std::move(elements));
}

Facts read_facts() {
  const json table = json::parse(r4_facts);
  Facts out;
  for (const auto& [name, type] : table.at("types").items()) out.types.emplace(name, type_fact(type));
  for (const auto& [name, primitive] : table.at("primitives").items()) {
    out.primitives.insert(name);
    out.primitive_patterns[name] = primitive.value("regex", "");
  }
  for (const json& type : table.at("resourceTypes")) out.resource_types.insert(type.get<std::string>());
  table.at("valueSets").get_to(out.value_sets);
  return out;
}

}  // namespace

const Facts& facts() {
  static const Facts read = read_facts();
  return read;
}

TypeFact type_of_elements(bool resource, std::vector<ElementFact> elements) {
  TypeFact fact{.resource = resource, .elements = std::move(elements)};
  for (std::size_t e = 0; e < fact.elements.size(); ++e) {
    const ElementFact& element = fact.elements[e];
    for (std::size_t t = 0; t < element.types.size(); ++t)
      fact.members.emplace(element.choice ? choice_name(element.name, element.types[t]) : element.name,
                           MemberFact{e, t});
  }
  return fact;
}

std::string choice_name(const std::string& stem, const std::string& type) {
  std::string name = stem + type;
  name[stem.size()] = static_cast<char>(std::toupper(static_cast<unsigned char>(type.front())));
  return name;
}

}  // namespace carescan::fhir

#include "pipeline/fhir/profiles.hpp"

namespace carescan::fhir {

extern const char profile_table[];  // facts/profiles.json; see CMakeLists.txt

namespace {

SliceMatch match_of(const Json& from) {
  SliceMatch match;
  for (const auto& [path, value] : from.items()) match.emplace_back(path, value.get<std::string>());
  return match;
}

ProfileStep step_of(const Json& from) {
  if (from.is_string()) return {from.get<std::string>(), {}};
  return {from[0].get<std::string>(), match_of(from[1])};
}

ProfileRule rule_of(const Json& from) {
  ProfileRule rule;
  for (const Json& step : from.at("at")) rule.at.push_back(step_of(step));
  rule.min = from.value("min", 0);
  rule.max = from.value("max", -1);
  rule.fixed = from.value("fix", Json());
  rule.types = from.value("t", std::vector<std::string>());
  rule.targets = from.value("to", std::vector<std::string>());
  rule.value_set = from.value("vs", "");
  rule.invariants = from.value("inv", std::vector<std::string>());
  for (const Json& slice : from.value("closed", Json::array())) rule.closed.push_back(match_of(slice));
  return rule;
}

std::vector<ProfileRule> rules_of(const Json& from) {
  std::vector<ProfileRule> rules;
  for (const Json& rule : from.at("rules")) rules.push_back(rule_of(rule));
  return rules;
}

ProfileFacts read_profiles() {
  const Json table = Json::parse(profile_table);
  ProfileFacts out;
  for (const auto& [url, profile] : table.at("profiles").items())
    out.profiles[url] = {profile.at("type").get<std::string>(), profile.value("base", ""), rules_of(profile)};
  for (const auto& [url, extension] : table.at("extensions").items())
    out.extensions[url] = {extension.at("on").get<std::vector<std::string>>(), extension.contains("max"),
                           extension.contains("mod"), rules_of(extension)};
  table.at("valueSets").get_to(out.value_sets);
  table.at("codeSystems").get_to(out.code_systems);
  return out;
}

}  // namespace

const ProfileFacts& profile_facts() {
  static const ProfileFacts read = read_profiles();
  return read;
}

}  // namespace carescan::fhir

#include "pipeline/records/policy.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"

namespace carescan::records {
namespace {

using Json = nlohmann::json;
using Thresholds = std::map<FieldKind, double>;

/// One threshold for all marks and for "is anything there at all"; see docs/decisions/reading.md for the figures.
constexpr double clear_enough = 0.95;

/// Words on a free line, which nothing checks; chosen on writers of tune (docs/decisions/certainty.md).
constexpr double clear_line = 0.995;

/// Combs, by what their kind gives to check the ink against; chosen on writers of tune (docs/decisions/decoding.md).
const Thresholds clear_combs{{FieldKind::nhs_number, 0.9}, {FieldKind::date, 0.985},   {FieldKind::postcode, 0.995},
                             {FieldKind::phone, 0.97},     {FieldKind::number, 0.995}, {FieldKind::comb, 0.97},
                             {FieldKind::text, 0.985}};

Json thresholds_json(const Thresholds& thresholds) {
  Json out = Json::object();
  for (const auto& [kind, threshold] : thresholds) out[std::string(to_string(kind))] = threshold;
  return out;
}

/// The hash of what the policy says, not of how its file is laid out: a comment moved makes nothing stale.
Policy with_hash(Policy policy) {
  policy.sha256 = sha256_hex(to_json(policy));
  return policy;
}

[[noreturn]] void refuse(const std::string& file, const std::string& pointer, const std::string& why) {
  throw Failure{"policy-invalid", file, (pointer.empty() ? "the file" : pointer) + " " + why,
                "see docs/policy.md for the shape of a policy"};
}

Json parse(const std::string& text, const std::string& file) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) refuse(file, "", "is not JSON");
  if (!json.is_object()) refuse(file, "", "is not a JSON object");
  return json;
}

Thresholds thresholds(const std::string& file, const Json& policy, const std::string& member) {
  Thresholds out;
  if (!policy.contains(member)) return out;
  if (!policy[member].is_object()) refuse(file, "/" + member, "is not an object of kind: threshold");
  for (const auto& [word, threshold] : policy[member].items()) {
    const std::string pointer = "/" + member + "/" + word;
    const auto kind = field_kind(word);
    if (!kind) refuse(file, pointer, "names no field kind");
    if (!threshold.is_number()) refuse(file, pointer, "is not a number");
    const double value = threshold.get<double>();
    if (!(value >= 0 && value <= 1)) refuse(file, pointer, "is not between 0 and 1");
    out[*kind] = value;
  }
  return out;
}

double target_of(const std::string& file, const Json& policy) {
  if (!policy.contains("target")) return Policy{}.target;
  if (!policy["target"].is_number()) refuse(file, "/target", "is not a number");
  const double target = policy["target"].get<double>();
  if (!(target > 0 && target < 1)) refuse(file, "/target", "is not between 0 and 1");
  return target;
}

std::optional<long> audit_of(const std::string& file, const Json& policy) {
  if (!policy.contains("audit") || policy["audit"] == "auto") return std::nullopt;
  if (!policy["audit"].is_number_integer() || policy["audit"].get<long>() < 0)
    refuse(file, "/audit", "is neither \"auto\" nor a number of fields");
  return policy["audit"].get<long>();
}

void refuse_unknown_members(const std::string& file, const Json& policy) {
  for (const auto& [member, ignored] : policy.items())
    if (member != "name" && member != "accept_inked" && member != "accept_combs" && member != "accept_blank" &&
        member != "target" && member != "audit" && member != "$schema")
      refuse(file, "/" + member, "is not a member of a policy");
}

}  // namespace

Policy default_policy() {
  Policy policy;
  for (const FieldKind kind : {FieldKind::checkbox, FieldKind::choice, FieldKind::choices, FieldKind::scale,
                               FieldKind::none_box, FieldKind::signature, FieldKind::initials})
    policy.accept_inked[kind] = clear_enough;
  policy.accept_inked[FieldKind::text] = clear_line;
  for (int i = 0; i <= static_cast<int>(FieldKind::none_box); ++i)
    policy.accept_blank[static_cast<FieldKind>(i)] = clear_enough;
  policy.accept_combs = clear_combs;
  return with_hash(policy);
}

std::optional<double> threshold_for(const Policy& policy, const Field& field, FieldState state) {
  const bool comb = is_written(field.kind) && !field.cells.empty();
  const Thresholds& thresholds = state == FieldState::blank           ? policy.accept_blank
                                 : state == FieldState::none || !comb ? policy.accept_inked
                                                                      : policy.accept_combs;
  const auto found = thresholds.find(state == FieldState::none ? FieldKind::none_box : field.kind);
  return found == thresholds.end() ? std::nullopt : std::optional(found->second);
}

std::string to_json(const Policy& policy) {
  return Json{{"name", policy.name},
              {"accept_inked", thresholds_json(policy.accept_inked)},
              {"accept_combs", thresholds_json(policy.accept_combs)},
              {"accept_blank", thresholds_json(policy.accept_blank)}}
      .dump();
}

Policy policy_from_json(const std::string& text, const std::string& file) {
  const Json json = parse(text, file);
  refuse_unknown_members(file, json);
  Policy policy;
  if (json.contains("name")) {
    if (!json["name"].is_string()) refuse(file, "/name", "is not a string");
    policy.name = json["name"].get<std::string>();
  }
  policy.target = target_of(file, json);
  policy.audit = audit_of(file, json);
  policy.accept_inked = thresholds(file, json, "accept_inked");
  policy.accept_combs = thresholds(file, json, "accept_combs");
  policy.accept_blank = thresholds(file, json, "accept_blank");
  return with_hash(policy);
}

Policy load_policy(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) refuse(file.string(), "", "cannot be opened");
  std::ostringstream text;
  text << in.rdbuf();
  return policy_from_json(text.str(), file.string());
}

}  // namespace carescan::records

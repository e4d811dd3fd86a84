#include "pipeline/batch/people.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "pipeline/batch/rescans.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/decide.hpp"
#include "pipeline/records/identity.hpp"

using Json = nlohmann::ordered_json;

namespace carescan::batch {
namespace {

using Kind = Proposal::Kind;

const PeopleDecision* find_decision(const OutDecisions& decisions, const Proposal& proposal) {
  const auto found = decisions.people.find(proposal.id());
  return found == decisions.people.end() ? nullptr : &found->second;
}

/// Documents by the number that somebody stands behind; those without one under "".
std::map<std::string, std::vector<std::string>> by_number(const std::vector<Record>& records) {
  std::map<std::string, std::vector<std::string>> groups;
  for (const Record& record : records) groups[trusted_number(record)].push_back(record.id);
  return groups;
}

std::vector<Proposal> rescans_of(const std::vector<Record>& records) {
  std::vector<Proposal> all;
  for (const std::vector<std::string>& group : likely_rescans(records)) all.push_back({Kind::rescan, group});
  return all;
}

Json person_json(const Proposal& person, const OutDecisions& decisions) {
  const PeopleDecision* decision = find_decision(decisions, person);
  Json json{{"nhs_number", person.number}, {"documents", person.documents}, {"decided", decision != nullptr}};
  if (decision != nullptr) json["same"] = decision->same;
  return json;
}

Json rescan_json(const Proposal& rescan, const PeopleDecision& decision) {
  Json json{{"documents", rescan.documents}, {"same", decision.same}};
  if (decision.same) json["keep"] = decision.keep;
  return json;
}

/// What of a proposal must not be sent.
std::vector<std::string> held(const Proposal& proposal, const PeopleDecision* decision) {
  std::vector<std::string> all = proposal.documents;
  if (proposal.kind == Kind::person) return decision != nullptr && !decision->same ? all : std::vector<std::string>{};
  if (decision == nullptr) return all;
  if (!decision->same) return {};
  std::erase(all, decision->keep);
  return all;
}

}  // namespace

std::string trusted_number(const Record& record) {
  for (const RecordField& field : record.fields) {
    const auto* digits = std::get_if<std::string>(&field.value);
    if (field.kind == FieldKind::nhs_number && (field.accepted || field.reviewed) && digits &&
        records::is_nhs_number(*digits))
      return *digits;
  }
  return {};
}

std::string Proposal::id() const {
  std::vector<std::string> sorted = documents;
  std::sort(sorted.begin(), sorted.end());
  std::string name = kind == Kind::person ? "person" : "rescan";
  for (const std::string& document : sorted) name += "|" + document;
  return records::uuid_v5(name);
}

std::vector<Proposal> proposals(const std::vector<Record>& records) {
  std::vector<Proposal> all = rescans_of(records);
  for (const auto& [number, documents] : by_number(records))
    if (!number.empty() && documents.size() > 1) all.push_back({Kind::person, documents, number});
  return all;
}

std::string people_json(const std::vector<Record>& records, const OutDecisions& decisions) {
  Json people = Json::array(), unassigned = Json::array(), open = Json::array(), decided = Json::array();
  for (const auto& [number, documents] : by_number(records))
    if (number.empty())
      unassigned = documents;
    else
      people.push_back(person_json({Kind::person, documents, number}, decisions));
  for (const Proposal& rescan : rescans_of(records)) {
    const PeopleDecision* decision = find_decision(decisions, rescan);
    decision == nullptr ? open.push_back(rescan.documents) : decided.push_back(rescan_json(rescan, *decision));
  }
  Json json{{"schema", "carescan/people/1"}, {"people", people}, {"unassigned", unassigned}, {"rescans", open}};
  if (!decided.empty()) json["rescans_decided"] = decided;
  return json.dump(2) + "\n";
}

std::vector<Proposal> proposals_of(const std::string& people_json, const std::string& file) {
  std::vector<Proposal> all;
  try {
    const Json json = Json::parse(people_json);
    for (const Json& documents : json.at("rescans")) all.push_back({Kind::rescan, documents});
    for (const Json& rescan : json.value("rescans_decided", Json::array()))
      all.push_back({Kind::rescan, rescan.at("documents")});
    for (const Json& person : json.at("people"))
      if (person.at("documents").size() > 1)
        all.push_back({Kind::person, person.at("documents"), person.at("nhs_number")});
  } catch (const Json::exception&) {
    throw Failure{"people-invalid", file, "this is not what carescan wrote", "carescan merge makes it anew"};
  }
  return all;
}

std::set<std::string> held_for_people(const std::vector<Record>& records, const OutDecisions& decisions) {
  std::set<std::string> all;
  for (const Proposal& proposal : proposals(records))
    for (const std::string& id : held(proposal, find_decision(decisions, proposal))) all.insert(id);
  return all;
}

}  // namespace carescan::batch

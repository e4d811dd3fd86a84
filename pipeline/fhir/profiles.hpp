#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/fhir/json_tree.hpp"

namespace carescan::fhir {

/// What an item must hold to belong to a slice: path inside the item → value.
using SliceMatch = std::vector<std::pair<std::string, std::string>>;

/// One step of a rule's path: an element's name (`value[x]`: any of a choice), and which of its items are meant.
struct ProfileStep {
  std::string name;
  SliceMatch match;  ///< empty: all items
};

/// What a profile asks of one element beyond R4.
struct ProfileRule {
  std::vector<ProfileStep> at;  ///< empty: the resource itself
  int min = 0, max = -1;        ///< how many in each parent; max -1: any number
  Json fixed;                   ///< the value it has where it is there; null: any
  std::vector<std::string> types, targets;
  std::string value_set;                ///< of a required binding
  std::vector<SliceMatch> closed;       ///< every item belongs to one of these slices
  std::vector<std::string> invariants;  ///< vs-1, vs-2, vs-3
};

struct Profile {
  std::string type, base;  ///< base: the profile it derives from; empty: R4 itself
  std::vector<ProfileRule> rules;
};

/// An extension that UK Core or R4 defines.
struct ExtensionFact {
  std::vector<std::string> contexts;  ///< Patient, Patient.identifier, HumanName.family, Element …
  bool once = false, modifier = false;
  std::vector<ProfileRule> rules;  ///< on the extension's own parts and value
};

/// What carescan knows of profiles, extensions and small code systems.
struct ProfileFacts {
  std::map<std::string, Profile> profiles;
  std::map<std::string, ExtensionFact> extensions;
  std::map<std::string, std::map<std::string, std::set<std::string>>> value_sets;  ///< URL → system → codes
  std::map<std::string, std::set<std::string>> code_systems;                       ///< complete ones: URL → codes
};

/// The table compiled in from facts/profiles.json (scripts/build-fhir-profiles), read once.
const ProfileFacts& profile_facts();

}  // namespace carescan::fhir

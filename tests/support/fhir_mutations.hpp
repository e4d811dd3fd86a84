#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// Valid bundles with one thing changed each: `breaks` are errors by the specification, the others are legal. The
/// bundles and the changes are in tests/unit/fhir/mutations; the people in them are made up.
namespace fhir_mutations {

using Json = nlohmann::ordered_json;

/// A change, and why it is an error or legal.
struct Mutation {
  std::string subject;  ///< id of the changed resource in collection.json, or the name of a bundle
  std::string type;     ///< its resource type
  std::string why;
  bool breaks = false;
  Json edits;  ///< JSON pointer → value: null removes, "@null" is JSON null, {"@copy": pointer} copies, /- appends
};

/// All mutations, in the order of cases.json.
std::vector<Mutation> mutations();

/// A bundle as it stands, without a change: "collection", "transaction", "document", "searchset".
std::string base(const std::string& name);
std::vector<std::string> base_names();

/// The changed bundle's bytes. Throws where an edit does not fit the bundle.
std::string mutated(const Mutation&);

}  // namespace fhir_mutations

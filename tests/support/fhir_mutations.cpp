#include "tests/support/fhir_mutations.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

namespace fhir_mutations {
namespace {

const std::string folder = CARESCAN_SOURCE_DIR "/tests/unit/fhir/mutations/";

Json read(const std::string& name) {
  std::ifstream file(folder + name);
  return Json::parse(file);
}

const Json& tree(const std::string& name) {
  static const std::map<std::string, Json> all{{"collection", read("collection.json")},
                                               {"transaction", read("transaction.json")},
                                               {"document", read("document.json")},
                                               {"searchset", read("searchset.json")}};
  return all.at(name);
}

Json& resource_of(Json& bundle, const std::string& id) {
  for (Json& entry : bundle.at("entry"))
    if (entry.at("resource").at("id") == id) return entry.at("resource");
  throw std::invalid_argument("no resource " + id);
}

/// Bundles are changed as a whole, everything else is a resource of the collection.
bool is_bundle(const std::string& subject) {
  return subject == "collection" || subject == "transaction" || subject == "doc" || subject == "search";
}

std::string bundle_of(const std::string& subject) {
  if (subject == "doc") return "document";
  if (subject == "search") return "searchset";
  return subject == "transaction" ? subject : "collection";
}

void remove(Json& root, const Json::json_pointer& at) {
  Json& parent = root.at(at.parent_pointer());
  if (parent.is_array())
    parent.erase(std::stoul(at.back()));
  else if (parent.erase(at.back()) == 0)
    throw std::invalid_argument("nothing at " + at.to_string());
}

void edit(Json& root, const Json& before, const std::string& pointer, const Json& value) {
  const Json::json_pointer at(pointer);
  if (value.is_null()) return remove(root, at);
  Json set = value == "@null" ? Json() : value;
  if (value.is_object() && value.contains("@copy"))
    set = before.at(Json::json_pointer(value.at("@copy").get<std::string>()));
  if (at.back() == "-")
    root.at(at.parent_pointer()).push_back(set);
  else
    root[at] = set;
}

void replace(std::string& text, const Json& from_to, bool latin1) {
  const std::string from = from_to.at(0), to = from_to.at(1);
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::invalid_argument("no text " + from);
  text.replace(at, from.size(), latin1 ? "\xFF" : to);
}

}  // namespace

std::vector<Mutation> mutations() {
  std::vector<Mutation> out;
  const Json file = read("cases.json");
  for (const auto& [subject, cases] : file.items()) {
    Json bundle = tree(bundle_of(subject));
    const std::string type =
        is_bundle(subject) ? "Bundle" : resource_of(bundle, subject).at("resourceType").get<std::string>();
    for (const char* kind : {"breaks", "legal"})
      for (const Json& one : cases.at(kind))
        out.push_back({subject, type, one.at(1).get<std::string>(), kind == std::string("breaks"), one.at(0)});
  }
  return out;
}

std::string base(const std::string& name) {
  return tree(name).dump();
}

std::vector<std::string> base_names() {
  return {"collection", "transaction", "document", "searchset"};
}

std::string mutated(const Mutation& mutation) {
  Json bundle = tree(bundle_of(mutation.subject));
  const Json before = is_bundle(mutation.subject) ? bundle : resource_of(bundle, mutation.subject);
  for (const auto& [pointer, value] : mutation.edits.items()) {
    if (pointer.starts_with('@')) continue;
    if (pointer.starts_with('$')) {
      const std::size_t slash = pointer.find('/');
      edit(resource_of(bundle, pointer.substr(1, slash - 1)), before, pointer.substr(slash), value);
    } else {
      edit(is_bundle(mutation.subject) ? bundle : resource_of(bundle, mutation.subject), before, pointer, value);
    }
  }
  std::string text = bundle.dump();
  if (mutation.edits.contains("@text")) replace(text, mutation.edits.at("@text"), mutation.edits.contains("@latin1"));
  return text;
}

}  // namespace fhir_mutations

#include "pipeline/fhir/references.hpp"

#include <algorithm>
#include <sstream>

#include "pipeline/fhir/facts.hpp"
#include "pipeline/fhir/primitives.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;

std::vector<std::string> segments(const std::string& url) {
  std::vector<std::string> out;
  std::istringstream parts(url);
  for (std::string part; std::getline(parts, part, '/');) out.push_back(part);
  return out;
}

/// Type/id, Type/id/_history/version, alone or at the end of an absolute URL, without the version.
std::vector<std::string> without_version(const std::string& url) {
  std::vector<std::string> parts = segments(url);
  if (parts.size() > 3 && parts[parts.size() - 2] == "_history") parts.resize(parts.size() - 2);
  return parts;
}

const Json* contained_in(const Json& container, const std::string& id) {
  const Json& all = member_of(container, "contained");
  if (!all.is_array()) return nullptr;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Json& r) { return text_of(r, "id") == id; });
  return found == all.end() ? nullptr : &*found;
}

/// Bundles whose urn:uuid references have nothing outside them to point at.
bool stands_for_itself(const BundleIndex& bundle) {
  return bundle.type == "transaction" || bundle.type == "document" || bundle.type == "collection" ||
         bundle.type == "message" || bundle.type == "batch";
}

/// The entry that a reference means in its own Bundle; nullptr where there is none.
const Json* resolved(const std::string& reference, const Place& at) {
  if (at.bundle == nullptr) return nullptr;
  const auto& known = at.bundle->named;
  if (const auto found = known.find(reference); found != known.end()) return found->second;
  const std::vector<std::string> own = segments(std::string(at.full_url));
  if (own.size() < 4) return nullptr;
  const std::string base(
      at.full_url.substr(0, at.full_url.size() - own.back().size() - own[own.size() - 2].size() - 1));
  const auto found = known.find(base + reference);
  return found == known.end() ? nullptr : found->second;
}

std::string type_of(const Json* resource) {
  return resource == nullptr ? "" : text_of(*resource, "resourceType");
}

std::string check_contained(const std::string& reference, const Place& at, Findings& findings) {
  if (reference == "#") return at.container != nullptr ? text_of(*at.container, "resourceType") : "";
  const Json* target = at.container != nullptr ? contained_in(*at.container, reference.substr(1)) : nullptr;
  if (target != nullptr) return text_of(*target, "resourceType");
  error(findings, "not-found", at.path, "The reference names a contained resource that is not there (ref-1).");
  return "";
}

std::string check_urn(const std::string& reference, const Place& at, Findings& findings) {
  if (reference.starts_with("urn:uuid:") && !is_uuid_urn(reference)) {
    error(findings, "value", at.path, "A urn:uuid reference is written with 32 lower-case hex digits and hyphens.");
    return "";
  }
  const std::string type = type_of(resolved(reference, at));
  if (type.empty() && at.bundle != nullptr && stands_for_itself(*at.bundle))
    error(findings, "not-found", at.path, "No entry of the Bundle has this fullUrl.");
  return type;
}

std::string check_conditional(const std::string& reference, const Place& at, Findings& findings) {
  const std::string type = reference.substr(0, reference.find('?'));
  if (!facts().resource_types.contains(type))
    error(findings, "value", at.path, "A conditional reference begins with a resource type.");
  else if (const std::size_t equals = reference.find('=');
           equals == std::string::npos || equals + 1 == reference.size())
    error(findings, "value", at.path, "A conditional reference names what to search for: identifier=….");
  else if (at.bundle == nullptr || at.bundle->type != "transaction")
    error(findings, "not-supported", at.path, "A conditional reference is allowed in a transaction only.");
  return type;
}

/// Whether some entry has a resource of this type and id, whatever its fullUrl.
bool holds(const BundleIndex& bundle, const std::vector<std::string>& type_and_id) {
  return std::any_of(bundle.named.begin(), bundle.named.end(), [&](const auto& entry) {
    return text_of(*entry.second, "resourceType") == type_and_id[0] && text_of(*entry.second, "id") == type_and_id[1];
  });
}

std::string check_relative(const std::string& reference, const Place& at, Findings& findings) {
  const std::vector<std::string> parts = without_version(reference);
  const bool well_formed = parts.size() == 2 && facts().resource_types.contains(parts[0]) && is_id(parts[1]);
  if (!well_formed) {
    error(findings, "value", at.path, "A relative reference is a resource type of R4, a slash and an id.");
    return "";
  }
  if (at.bundle != nullptr && at.bundle->type == "document" && reference.find("/_history/") == std::string::npos &&
      resolved(reference, at) == nullptr && holds(*at.bundle, parts))
    error(findings, "not-found", at.path,
          "The document has this resource, but under a fullUrl that the reference does not lead to.");
  return parts[0];
}

/// Checks one reference by its form; the type it points at, "" where that cannot be known.
std::string check_form(const std::string& reference, const Place& at, Findings& findings) {
  if (reference.starts_with('#')) return check_contained(reference, at, findings);
  if (reference.starts_with("urn:")) return check_urn(reference, at, findings);
  if (is_absolute_uri(reference)) {
    const std::string type = type_of(resolved(reference, at));
    return type.empty() ? type_named_in(reference) : type;
  }
  if (reference.find('?') != std::string::npos) return check_conditional(reference, at, findings);
  return check_relative(reference, at, findings);
}

}  // namespace

BundleIndex index_of(const Json& bundle) {
  BundleIndex index;
  index.type = text_of(bundle, "type");
  index.whole = &bundle;
  const Json& entries = member_of(bundle, "entry");
  if (!entries.is_array()) return index;
  for (const Json& entry : entries)
    if (const std::string url = text_of(entry, "fullUrl"); !url.empty())
      index.named.emplace(url, &member_of(entry, "resource"));
  return index;
}

std::string type_named_in(const std::string& url) {
  const std::vector<std::string> parts = without_version(url);
  if (parts.size() < 2) return "";
  const std::string& type = parts[parts.size() - 2];
  return facts().resource_types.contains(type) ? type : "";
}

const Json* target_of(const std::string& reference, const Place& at) {
  if (!reference.starts_with('#')) return resolved(reference, at);
  if (at.container == nullptr) return nullptr;
  return reference == "#" ? at.container : contained_in(*at.container, reference.substr(1));
}

std::string type_of_target(const std::string& reference, const Place& at) {
  Findings unused;
  return reference.empty() ? "" : check_form(reference, at, unused);
}

void check_reference(const Json& reference, const std::vector<std::string>& targets, const Place& at,
                     std::vector<Finding>& findings) {
  const std::string said = text_of(reference, "type");
  const std::string url = text_of(reference, "reference");
  if (!has(reference, "reference") && !has(reference, "identifier") && !has(reference, "display") &&
      !has(reference, "extension"))
    error(findings, "required", at.path, "A reference has a reference, an identifier or a display.");
  if (!said.empty() && said.find(':') == std::string::npos && !facts().resource_types.contains(said))
    error(findings, "value", at.child("type").path, "Reference.type is a resource type of R4.");
  const Place to = at.child("reference");
  const std::string type = url.empty() ? "" : check_form(url, to, findings);
  const std::string& concerned = type.empty() ? said : type;
  if (!type.empty() && facts().resource_types.contains(said) && said != type)
    error(findings, "value", at.child("type").path, "Reference.type names another type than the reference points at.");
  if (!concerned.empty() && !targets.empty() && facts().resource_types.contains(concerned) &&
      std::find(targets.begin(), targets.end(), concerned) == targets.end())
    error(findings, "value", to.path, "A reference may not point at a " + concerned + " here.");
}

}  // namespace carescan::fhir

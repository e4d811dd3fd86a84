#include "pipeline/fhir/bundle_requests.hpp"

#include <fmt/format.h>

#include <set>
#include <string>

#include "pipeline/fhir/conditions.hpp"
#include "pipeline/fhir/facts.hpp"
#include "pipeline/fhir/primitives.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;

/// A request's address, taken apart: Patient, Patient/1, Patient?identifier=…; an absolute one counts from its type on.
struct Address {
  std::string type, id;
  bool conditional = false;
};

/// What stands behind the last resource type in a path.
std::string from_type(const std::string& path) {
  for (std::size_t slash = path.rfind('/'); slash != std::string::npos && slash > 0;
       slash = path.rfind('/', slash - 1)) {
    const std::string rest = path.substr(slash + 1);
    if (facts().resource_types.contains(rest.substr(0, rest.find('/')))) return rest;
  }
  return path;
}

Address address_of(const std::string& url) {
  Address out;
  const std::size_t question = url.find('?');
  out.conditional = question != std::string::npos;
  std::string path = url.substr(0, question);
  if (path.starts_with("http")) path = from_type(path);
  const std::size_t slash = path.find('/');
  out.type = path.substr(0, slash);
  if (slash != std::string::npos) out.id = path.substr(slash + 1);
  return out;
}

void check_create(const Address& to, const Place& at, Findings& findings) {
  if (!to.id.empty() || to.conditional)
    error(findings, "value", at.child("url").path, "A POST goes to the resource type alone, such as Patient.");
}

void check_update(const Address& to, const Json& resource, const Place& at, Findings& findings) {
  if (!to.conditional && !is_id(to.id))
    error(findings, "value", at.child("url").path, "A PUT goes to a type and id, or to a type and search criteria.");
  else if (!to.conditional && text_of(resource, "id") != to.id)
    error(findings, "value", at.child("url").path, "A PUT goes to the id that the resource has.");
}

void check_body(const std::string& method, const Json& entry, const Place& at, Findings& findings) {
  const bool writes = method == "POST" || method == "PUT" || method == "PATCH";
  if (writes && !has(entry, "resource"))
    error(findings, "required", at.child("resource").path, "A request that writes needs a resource.");
  const std::string type = text_of(member_of(entry, "resource"), "resourceType");
  if (method == "PATCH" && !type.empty() && type != "Binary" && type != "Parameters")
    error(findings, "value", at.child("resource").path, "A PATCH holds a patch: Binary or Parameters.");
  if (!writes && has(entry, "resource"))
    error(findings, "structure", at.child("resource").path, "A request that only reads or deletes holds no resource.");
}

/// ifNoneExist is what stands after the question mark; ifMatch names a version as W/"3".
void check_preconditions(const Json& request, const Place& at, Findings& findings) {
  const std::string condition = text_of(request, "ifNoneExist"), match = text_of(request, "ifMatch");
  const std::size_t question = condition.find('?'), equals = condition.find('=');
  const Place here = at.child("ifNoneExist");
  if (!condition.empty() && (equals == std::string::npos || equals == 0 || question == 0))
    error(findings, "value", here.path, "ifNoneExist holds search parameters only, such as identifier=….");
  else if (question < equals)
    warning(findings, "value", here.path, "ifNoneExist holds only what would stand after the question mark.");
  const bool tag = match.ends_with('"') && (match.starts_with("W/\"") || match.starts_with('"')) && match.size() > 2;
  if (!match.empty() && !tag)
    error(findings, "value", at.child("ifMatch").path, "ifMatch is an entity tag such as W/\"3\".");
}

void check_request(const Json& entry, const Place& entry_at, Findings& findings) {
  const Json& request = member_of(entry, "request");
  const Json& resource = member_of(entry, "resource");
  const std::string method = text_of(request, "method");
  const Address to = address_of(text_of(request, "url"));
  const Place at = entry_at.child("request");
  check_body(method, entry, entry_at, findings);
  if (has(request, "ifNoneExist") && method != "POST")
    error(findings, "structure", at.child("ifNoneExist").path,
          "Only a POST can be conditional on nothing like it being there.");
  check_preconditions(request, at, findings);
  const bool operation = text_of(request, "url").find('$') != std::string::npos;
  if ((method != "POST" && method != "PUT") || operation) return;
  if (!facts().resource_types.contains(to.type) || to.type != text_of(resource, "resourceType"))
    return error(findings, "value", at.child("url").path, "The request's address and the resource's type disagree.");
  if (method == "POST") check_create(to, at, findings);
  if (method == "PUT") check_update(to, resource, at, findings);
}

}  // namespace

void check_requests(const Json& entries, const Place& bundle, std::vector<Finding>& findings) {
  std::set<std::string> written, created;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Json& request = member_of(entries[i], "request");
    if (!request.is_object()) continue;
    const Place at = bundle.child(fmt::format("entry[{}]", i));
    check_request(entries[i], at, findings);
    const std::string url = text_of(request, "url");
    const bool once = text_of(request, "method") == "PUT" || text_of(request, "method") == "DELETE";
    if (once && !written.insert(url).second)
      error(findings, "duplicate", at.child("request.url").path, "Another entry writes the same resource.");
    const std::string condition = text_of(request, "ifNoneExist");
    if (condition.empty()) continue;
    check_condition(condition, member_of(entries[i], "resource"), at, findings);
    if (!created.insert(url + "?" + percent_decoded(condition)).second)
      error(findings, "duplicate", at.child("request.ifNoneExist").path,
            "Another entry creates under the same condition: it would be one resource or none.");
  }
}

}  // namespace carescan::fhir

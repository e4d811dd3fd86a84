#include "pipeline/fhir/bundle_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "pipeline/fhir/bundle_requests.hpp"
#include "pipeline/fhir/primitives.hpp"
#include "pipeline/fhir/references.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;

bool one_of(const std::string& word, std::initializer_list<std::string_view> words) {
  for (const std::string_view w : words)
    if (word == w) return true;
  return false;
}

void check_full_url_syntax(const std::string& url, const Place& at, Findings& findings) {
  const bool http = url.starts_with("http://") || url.starts_with("https://");
  if (!is_absolute_uri(url))
    error(findings, "value", at.path, "A fullUrl is absolute: http:, https:, urn:uuid: or urn:oid:.");
  else if (url.starts_with("urn:uuid:") ? !is_uuid_urn(url)
                                        : !http && !url.starts_with("urn:oid:") && !url.starts_with("resource:"))
    error(findings, "value", at.path,
          "A fullUrl is an http address, or urn:uuid: with a lower-case UUID, or urn:oid:.");
  if (url.find("/_history/") != std::string::npos)
    error(findings, "invariant", at.path, "A fullUrl does not name a version (bdl-8).");
}

/// Where a fullUrl is an address on a server, it ends in the resource's own type and id.
void check_full_url_agrees(const std::string& url, const Json& resource, const Place& at, Findings& findings) {
  const std::string type = type_named_in(url), id = text_of(resource, "id");
  if (type.empty() || !url.starts_with("http") || !resource.is_object()) return;
  if (type != text_of(resource, "resourceType"))
    error(findings, "value", at.path, "The fullUrl names another resource type than the entry holds.");
  else if (!id.empty() && url.substr(url.rfind('/') + 1) != id)
    error(findings, "value", at.path, "The fullUrl and the resource's id disagree.");
}

void check_full_url(const Json& entry, const std::string& type, const Place& at, Findings& findings) {
  const std::string url = text_of(entry, "fullUrl");
  const Place here = at.child("fullUrl");
  if (url.empty()) {
    if (has(entry, "resource") && one_of(type, {"document", "collection", "message"}))
      error(findings, "required", here.path, "An entry of this kind of Bundle needs a fullUrl.");
    return;
  }
  check_full_url_syntax(url, here, findings);
  check_full_url_agrees(url, member_of(entry, "resource"), here, findings);
}

void check_unique(const Json& entries, const Place& at, Findings& findings) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string url = text_of(entries[i], "fullUrl");
    const std::string version = text_of(member_of(member_of(entries[i], "resource"), "meta"), "versionId");
    if (!url.empty() && !seen.insert(url + " " + version).second)
      error(findings, "duplicate", at.child(fmt::format("entry[{}].fullUrl", i)).path,
            "Another entry has this fullUrl (bdl-7).");
  }
}

/// 200, 201 Created: three digits, and words after a space.
bool is_status(const std::string& status) {
  return status.size() >= 3 && status[0] >= '1' && status[0] <= '5' &&
         std::all_of(status.begin(), status.begin() + 3, [](char c) { return c >= '0' && c <= '9'; }) &&
         (status.size() == 3 || status[3] == ' ');
}

void check_search_and_response(const Json& entry, const Place& at, Findings& findings) {
  const std::string status = text_of(member_of(entry, "response"), "status");
  if (!status.empty() && !is_status(status))
    warning(findings, "value", at.child("response.status").path, "A response's status begins with three digits.");
  const Json& score = member_of(member_of(entry, "search"), "score");
  if (score.is_number() && (score.get<double>() < 0 || score.get<double>() > 1))
    error(findings, "value", at.child("search.score").path, "A search score is from 0 to 1.");
}

/// A page of results has one self, one next ….
void check_links(const Json& bundle, const Place& at, Findings& findings) {
  std::set<std::string> seen;
  const Json& links = member_of(bundle, "link");
  for (std::size_t i = 0; links.is_array() && i < links.size(); ++i) {
    const std::string relation = text_of(links[i], "relation");
    if (one_of(relation, {"self", "first", "previous", "prev", "next", "last"}) && !seen.insert(relation).second)
      error(findings, "duplicate", at.child(fmt::format("link[{}].relation", i)).path, "This link is there already.");
  }
}

/// request, response and search stand where the Bundle's type has them, and nowhere else.
void check_parts(const Json& entry, const std::string& type, const Place& at, Findings& findings) {
  const bool asks = one_of(type, {"batch", "transaction", "history"});
  const bool answers = one_of(type, {"batch-response", "transaction-response", "history"});
  if (asks && !has(entry, "request"))
    error(findings, "invariant", at.path, "An entry of this kind of Bundle needs a request (bdl-3).");
  if (!asks && has(entry, "request"))
    error(findings, "invariant", at.child("request").path,
          "Only batches, transactions and histories have requests (bdl-3).");
  if (answers && !has(entry, "response"))
    error(findings, "invariant", at.path, "An entry of this kind of Bundle needs a response (bdl-4).");
  if (!answers && has(entry, "response"))
    error(findings, "invariant", at.child("response").path, "Only responses and histories have responses (bdl-4).");
  if (type != "searchset" && has(entry, "search"))
    error(findings, "invariant", at.child("search").path, "Only search results have a search part (bdl-2).");
  if (!has(entry, "resource") && !has(entry, "request") && !has(entry, "response"))
    error(findings, "invariant", at.path, "An entry holds a resource, a request or a response (bdl-5).");
}

std::string first_type(const Json& bundle) {
  const Json& entries = member_of(bundle, "entry");
  return entries.is_array() && !entries.empty() ? text_of(member_of(entries[0], "resource"), "resourceType") : "";
}

/// What a Composition names directly belongs into the document: https://hl7.org/fhir/R4/documents.html#content
void check_inside(const Json& node, const std::string& member, const Place& at, Findings& findings) {
  const Json& given = member_of(node, member);
  const auto one = [&](const Json& reference, const Place& here) {
    const std::string url = text_of(reference, "reference");
    if (url.empty() || url.starts_with('#') || url.starts_with("urn:") || target_of(url, here) != nullptr) return;
    if (url.find("/_history/") == std::string::npos)
      error(findings, "not-found", here.child("reference").path,
            "The document leaves out what its Composition names here.");
  };
  if (given.is_object()) one(given, at.child(member));
  for (std::size_t i = 0; given.is_array() && i < given.size(); ++i)
    one(given[i], at.child(fmt::format("{}[{}]", member, i)));
}

void check_sections(const Json& node, const Place& at, Findings& findings) {
  const Json& sections = member_of(node, "section");
  for (std::size_t i = 0; sections.is_array() && i < sections.size(); ++i) {
    const Place here = at.child(fmt::format("section[{}]", i));
    for (const char* member : {"author", "focus", "entry"}) check_inside(sections[i], member, here, findings);
    check_sections(sections[i], here, findings);
  }
}

void check_composition(const Json& bundle, const Place& at, Findings& findings) {
  if (first_type(bundle) != "Composition") return;
  const BundleIndex index = index_of(bundle);
  const Json& entry = member_of(bundle, "entry")[0];
  const Json& composition = member_of(entry, "resource");
  Place here = at.child("entry[0].resource");
  here.bundle = &index;
  here.full_url = view_of(entry, "fullUrl");
  for (const char* member : {"subject", "encounter", "author", "custodian"})
    check_inside(composition, member, here, findings);
  for (const auto& [list, member] : {std::pair("attester", "party"), std::pair("event", "detail")}) {
    const Json& items = member_of(composition, list);
    for (std::size_t i = 0; items.is_array() && i < items.size(); ++i)
      check_inside(items[i], member, here.child(fmt::format("{}[{}]", list, i)), findings);
  }
  check_sections(composition, here, findings);
}

void check_document(const Json& bundle, const Place& at, Findings& findings) {
  const Json& identifier = member_of(bundle, "identifier");
  if (!has(identifier, "system") || !has(identifier, "value"))
    error(findings, "invariant", at.path, "A document has an identifier with system and value (bdl-9).");
  if (text_of(bundle, "timestamp").empty())
    error(findings, "invariant", at.path, "A document has a timestamp (bdl-10).");
  if (first_type(bundle) != "Composition")
    error(findings, "invariant", at.path, "The first resource of a document is a Composition (bdl-11).");
  check_composition(bundle, at, findings);
}

}  // namespace

void check_bundle(const Json& bundle, const Place& at, std::vector<Finding>& findings) {
  const std::string type = text_of(bundle, "type");
  if (has(bundle, "total") && !one_of(type, {"searchset", "history"}))
    error(findings, "invariant", at.child("total").path, "Only search results and histories have a total (bdl-1).");
  if (type == "document") check_document(bundle, at, findings);
  if (type == "message" && first_type(bundle) != "MessageHeader")
    error(findings, "invariant", at.path, "The first resource of a message is a MessageHeader (bdl-12).");
  check_links(bundle, at, findings);
  const Json& entries = member_of(bundle, "entry");
  if (!entries.is_array()) return;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Place here = at.child(fmt::format("entry[{}]", i));
    check_full_url(entries[i], type, here, findings);
    check_parts(entries[i], type, here, findings);
    check_search_and_response(entries[i], here, findings);
  }
  if (type != "history") check_unique(entries, at, findings);
  if (type == "transaction" || type == "batch") check_requests(entries, at, findings);
}

}  // namespace carescan::fhir

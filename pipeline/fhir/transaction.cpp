#include "pipeline/fhir/transaction.hpp"

#include "pipeline/fhir/document.hpp"
#include "pipeline/records/identity.hpp"

namespace carescan::fhir {
namespace {

/// The first identifier is the one that the same resource has whenever it comes again.
std::string search_for(const Json& identifiers) {
  const Json& key = identifiers.is_array() && !identifiers.empty() ? identifiers.front() : identifiers;
  return "identifier=" + text_of(key, "system") + "|" + text_of(key, "value");
}

Json entry_of(const Withdrawal& withdrawal, const std::string& base_url) {
  const std::string url = text_of(withdrawal.resource, "resourceType") + "/" + withdrawal.id;
  return {{"fullUrl", base_url + "/" + url},
          {"resource", withdrawal.resource},
          {"request", {{"method", "PUT"}, {"url", url}, {"ifMatch", "W/\"" + withdrawal.version + "\""}}}};
}

}  // namespace

bool is_of_document(const Json& resource) {
  const Json& identifiers = member_of(resource, "identifier");
  return !identifiers.is_null() && search_for(identifiers) == search_for(urn_identifier(text_of(resource, "id")));
}

Json request_for(const Json& resource, bool updates) {
  const std::string type = text_of(resource, "resourceType");
  if (type == "Provenance") return {{"method", "PUT"}, {"url", type + "/" + text_of(resource, "id")}};
  const std::string search = search_for(resource.at("identifier"));
  if (updates && is_of_document(resource)) return {{"method", "PUT"}, {"url", type + "?" + search}};
  return {{"method", "POST"}, {"url", type}, {"ifNoneExist", search}};
}

std::optional<std::vector<TransactionEntry>> transaction_entries(const std::string& bundle) {
  const Json tree = Json::parse(bundle, nullptr, false);
  if (text_of(tree, "type") != "transaction") return std::nullopt;
  std::vector<TransactionEntry> out;
  for (const Json& entry : member_of(tree, "entry")) {
    const Json& resource = member_of(entry, "resource");
    out.push_back({text_of(entry, "fullUrl"), text_of(resource, "resourceType"), records::sha256_hex(resource.dump()),
                   is_of_document(resource), text_of(member_of(entry, "request"), "method") == "PUT"});
  }
  return out;
}

std::string following_transaction(const std::string& bundle, const std::set<std::string>& changed,
                                  const std::vector<Withdrawal>& withdrawals, const std::string& base_url) {
  if (changed.empty() && withdrawals.empty()) return bundle;
  Json tree = Json::parse(bundle);
  for (Json& entry : tree.at("entry"))
    if (changed.contains(text_of(entry, "fullUrl"))) entry["request"] = request_for(entry.at("resource"), true);
  for (const Withdrawal& withdrawal : withdrawals) tree["entry"].push_back(entry_of(withdrawal, base_url));
  return tree.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace carescan::fhir

#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "pipeline/fhir/json_tree.hpp"

namespace carescan::fhir {

/// Whether no other document has this resource: its first identifier is made from its own id. A Patient known by NHS
/// number, a home with an ODS code, carescan itself and Provenance (which no later reading takes back) are not.
bool is_of_document(const Json& resource);

/// The request of a resource's entry in a transaction. Create unless it is there; with `updates`, what is of this
/// document alone is put in the place of what an earlier reading may have left, and what other documents share is never
/// overwritten. Provenance has no identifier in R4: it is put under its own id.
Json request_for(const Json& resource, bool updates);

/// One entry of a transaction, as a receipt remembers it.
struct TransactionEntry {
  std::string full_url, type;
  std::string sha256;        ///< of the resource as compact JSON
  bool of_document = false;  ///< is_of_document
  bool updates = false;      ///< once taken, the server has what was sent, whatever was there before
};

/// The entries of a bundle in its order; nullopt where it is no transaction.
std::optional<std::vector<TransactionEntry>> transaction_entries(const std::string& bundle);

/// A resource that an earlier bundle brought, as it is to stand from now on (withdraw.hpp).
struct Withdrawal {
  std::string id, version;  ///< of the server; updated only if it still has this version
  Json resource;
};

/// A transaction that follows an earlier one of the same document: entries whose fullUrl is in `changed` become
/// updates, and the withdrawals come last, so that the server takes all of it or nothing. `base_url` of the server.
std::string following_transaction(const std::string& bundle, const std::set<std::string>& changed,
                                  const std::vector<Withdrawal>&, const std::string& base_url);

}  // namespace carescan::fhir

#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/push.hpp"

namespace carescan::fhir {

/// What a server made of a transaction, entry by entry; empty where this is no answer to one. Never throws: a server may
/// answer anything.
std::vector<EntryReceipt> receipts_of(const std::string& body);

}  // namespace carescan::fhir

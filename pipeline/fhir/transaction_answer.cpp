#include "pipeline/fhir/transaction_answer.hpp"

#include <algorithm>
#include <cstdlib>

#include "pipeline/fhir/json_tree.hpp"

namespace carescan::fhir {
namespace {

/// "Patient/12/_history/3" or an absolute URL that ends so.
void read_location(const std::string& location, EntryReceipt& receipt) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= location.size();) {
    const std::size_t end = std::min(location.find('/', from), location.size());
    parts.push_back(location.substr(from, end - from));
    from = end + 1;
  }
  const auto history = std::find(parts.begin(), parts.end(), "_history");
  const auto at = history - parts.begin();
  if (history != parts.end() && at + 1 < std::ssize(parts)) receipt.version = parts[static_cast<std::size_t>(at) + 1];
  if (at >= 2) {
    receipt.type = parts[static_cast<std::size_t>(at) - 2];
    receipt.id = parts[static_cast<std::size_t>(at) - 1];
  }
}

/// The version of W/"3": where a server gives no location, its ETag says it.
std::string version_of_tag(const std::string& tag) {
  const std::size_t open = tag.find('"'), close = tag.rfind('"');
  return open < close ? tag.substr(open + 1, close - open - 1) : "";
}

}  // namespace

std::vector<EntryReceipt> receipts_of(const std::string& body) {
  std::vector<EntryReceipt> out;
  const Json answer = Json::parse(body, nullptr, false);
  if (text_of(answer, "type") != "transaction-response") return out;
  for (const Json& entry : member_of(answer, "entry")) {
    const Json& response = member_of(entry, "response");
    EntryReceipt receipt;
    receipt.status = std::atoi(text_of(response, "status").c_str());
    read_location(text_of(response, "location"), receipt);
    if (receipt.version.empty()) receipt.version = version_of_tag(text_of(response, "etag"));
    out.push_back(receipt);
  }
  return out;
}

}  // namespace carescan::fhir

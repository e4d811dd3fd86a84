#include "pipeline/batch/receipt.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace carescan::batch {
namespace {

using fhir::Json;
using fhir::member_of;
using fhir::text_of;
using fhir::TransactionEntry;
namespace fs = std::filesystem;

Json to_json(const std::vector<KeptEntry>& entries) {
  Json out = Json::array();
  for (const KeptEntry& e : entries)
    out.push_back({{"type", e.server.type},
                   {"id", e.server.id},
                   {"version", e.server.version},
                   {"status", e.server.status},
                   {"full_url", e.full_url},
                   {"sha256", e.sha256},
                   {"of_document", e.of_document},
                   {"written", e.written}});
  return out;
}

std::vector<KeptEntry> entries_from(const Json& list) {
  std::vector<KeptEntry> out;
  for (const Json& e : list) {
    const Json& status = member_of(e, "status");
    out.push_back({text_of(e, "full_url"),
                   text_of(e, "sha256"),
                   member_of(e, "of_document") == true,
                   member_of(e, "written") == true,
                   {text_of(e, "type"), text_of(e, "id"), text_of(e, "version"),
                    status.is_number_integer() ? status.get<int>() : 0}});
  }
  return out;
}

Json tree_of(const fs::path& file) {
  return fs::exists(file) ? Json::parse(read_file(file), nullptr, false) : Json();
}

bool has(const std::vector<TransactionEntry>& now, const std::string& full_url) {
  return std::any_of(now.begin(), now.end(),
                     [&](const TransactionEntry& e) { return e.of_document && e.full_url == full_url; });
}

/// The entry of the same resource; nullptr where there is none.
const KeptEntry* find(const std::vector<KeptEntry>& entries, const std::string& full_url) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const KeptEntry& e) { return e.of_document && e.full_url == full_url; });
  return found == entries.end() ? nullptr : &*found;
}

bool is_own_version(const TransactionEntry& sent, const fhir::EntryReceipt& server, const Receipt& earlier) {
  if (server.status == 201 || sent.updates) return true;
  const KeptEntry* before = find(earlier.entries, sent.full_url);
  const bool known = before != nullptr && before->server.id == server.id && before->server.version == server.version;
  return known ? before->written : sent.of_document && server.version == "1";
}

}  // namespace

Receipt read_receipt(const OutFolder& out, const std::string& document, const std::string& server) {
  const Json tree = tree_of(out.receipt(document));
  const Json* mine = text_of(tree, "server") == server ? &tree : nullptr;
  for (const Json& other : member_of(tree, "other_servers"))
    if (mine == nullptr && text_of(other, "server") == server) mine = &other;
  if (mine == nullptr) return {server, ""};
  return {server, text_of(*mine, "bundle_sha256"), entries_from(member_of(*mine, "entries")),
          entries_from(member_of(*mine, "withdrawn")), entries_from(member_of(*mine, "left"))};
}

void write_receipt(const OutFolder& out, const std::string& document, const Receipt& receipt,
                   const std::string& pushed) {
  Json before = tree_of(out.receipt(document)), others = Json::array();
  for (const Json& other : member_of(before, "other_servers"))
    if (text_of(other, "server") != receipt.server) others.push_back(other);
  if (before.is_object() && text_of(before, "server") != receipt.server) {
    before.erase("other_servers");
    others.push_back(before);
  }
  Json tree{{"schema", "carescan/receipt/1"},
            {"document", document},
            {"server", receipt.server},
            {"bundle_sha256", receipt.bundle_sha256},
            {"pushed", pushed},
            {"entries", to_json(receipt.entries)},
            {"withdrawn", to_json(receipt.withdrawn)},
            {"left", to_json(receipt.left)}};
  if (!others.empty()) tree["other_servers"] = others;
  write_file(out, out.receipt(document), tree.dump(1) + "\n");
}

std::vector<KeptEntry> kept_entries(const std::vector<TransactionEntry>& sent,
                                    const std::vector<fhir::EntryReceipt>& servers, const Receipt& earlier) {
  std::vector<KeptEntry> out;
  for (std::size_t i = 0; i < sent.size(); ++i)
    out.push_back({sent[i].full_url, sent[i].sha256, sent[i].of_document,
                   is_own_version(sent[i], servers.at(i), earlier), servers.at(i)});
  return out;
}

std::vector<KeptEntry> no_longer_said(const Receipt& earlier, const std::vector<TransactionEntry>& now) {
  std::vector<KeptEntry> out;
  for (const auto& list : {earlier.entries, earlier.left})
    for (const KeptEntry& entry : list)
      if (entry.of_document && !has(now, entry.full_url)) out.push_back(entry);
  return out;
}

std::vector<KeptEntry> still_withdrawn(const Receipt& earlier, const std::vector<TransactionEntry>& now) {
  std::vector<KeptEntry> out;
  std::copy_if(earlier.withdrawn.begin(), earlier.withdrawn.end(), std::back_inserter(out),
               [&](const KeptEntry& entry) { return !has(now, entry.full_url); });
  return out;
}

std::set<std::string> changed_since(const Receipt& earlier, const std::vector<TransactionEntry>& now) {
  std::set<std::string> out;
  for (const TransactionEntry& entry : now) {
    const KeptEntry* before = find(earlier.entries, entry.full_url);
    const bool other = before != nullptr
                           ? before->sha256 != entry.sha256
                           : find(earlier.withdrawn, entry.full_url) || find(earlier.left, entry.full_url);
    if (entry.of_document && !entry.updates && other) out.insert(entry.full_url);
  }
  return out;
}

}  // namespace carescan::batch

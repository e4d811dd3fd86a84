#include "pipeline/batch/forget.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "pipeline/batch/decision_chain.hpp"
#include "pipeline/batch/ledger.hpp"
#include "pipeline/batch/out_unwritable.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

/// The ledger's entry of the source that a document was read from.
LedgerEntry entry_of(const OutFolder& out, const std::string& id) {
  for (const LedgerEntry& entry : read_ledger(out))
    if (std::ranges::find(entry.pages, id, &LedgerPage::document) != entry.pages.end()) return entry;
  throw Failure{"document-unknown", out.root.string(), "no scan of this run was read into a document with this id",
                "ids are the names of the folders in documents/"};
}

Json pages_json(const LedgerEntry& entry, const std::string& id) {
  Json pages = Json::array();
  for (const LedgerPage& page : entry.pages)
    if (page.document == id) pages.push_back(page.page);
  return pages;
}

Json files_json(const fs::path& folder) {
  std::vector<fs::path> files;
  if (fs::exists(folder))
    for (const auto& file : fs::recursive_directory_iterator(folder))
      if (file.is_regular_file()) files.push_back(file.path());
  std::ranges::sort(files);
  Json out = Json::object();
  for (const fs::path& file : files) out[fs::relative(file, folder).string()] = records::sha256_of_file(file);
  return out;
}

Json decisions_json(const fs::path& corrections) {
  Json lines = Json::array();
  if (!fs::exists(corrections)) return lines;
  for (const ChainLine& line : read_lines(corrections))
    lines.push_back({{"number", line.number}, {"previous", line.previous}, {"hash", line.hash}});
  return lines;
}

}  // namespace

bool is_forgotten(const OutFolder& out, const std::string& id) {
  return fs::exists(out.forgotten(id));
}

Forgotten forget_document(const OutFolder& out, const std::string& id, const std::string& at) {
  const LedgerEntry entry = entry_of(out, id);
  create(out);
  const DecisionsLock lock(out);
  const fs::path folder = out.document(id);
  Forgotten gone{.on_server = fs::exists(out.receipt(id))};
  if (!is_forgotten(out, id)) {
    const Json files = files_json(folder), decisions = decisions_json(out.corrections(id));
    gone.files = static_cast<long>(files.size());
    gone.decisions = static_cast<long>(decisions.size());
    const Json proof{{"schema", "carescan/forgotten/1"},
                     {"document", id},
                     {"forgotten_at", at},
                     {"source_sha256", entry.sha256},
                     {"source_pages", pages_json(entry, id)},
                     {"files", files},
                     {"decisions", decisions}};
    create_folder(out.forgotten());
    write_file(out, out.forgotten(id), proof.dump(2) + "\n");
  }
  fs::remove_all(folder);
  fs::remove_all(out.superseded() / id);
  fs::remove(out.root / "review" / "pending" / id);
  wipe_staging(out);
  return gone;
}

}  // namespace carescan::batch

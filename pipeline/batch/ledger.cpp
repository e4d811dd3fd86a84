#include "pipeline/batch/ledger.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

using Name = std::pair<PageState, std::string_view>;
constexpr std::array names{Name{PageState::in_document, "in_document"}, Name{PageState::blank, "blank"},
                           Name{PageState::separator, "separator"},     Name{PageState::duplicate, "duplicate"},
                           Name{PageState::quarantined, "quarantined"}, Name{PageState::failed, "failed"}};

PageState page_state(const std::string& word) {
  for (const auto& [state, known] : names)
    if (known == word) return state;
  throw std::invalid_argument("unknown page state");
}

Json page_json(const LedgerPage& p) {
  Json json{{"page", p.page}, {"state", to_string(p.state)}};
  if (!p.why.empty()) json["why"] = p.why;
  if (!p.message.empty()) json["message"] = p.message;
  if (!p.document.empty()) json["document"] = p.document;
  if (!p.form.empty()) json["form"] = p.form;
  if (p.form_page > 0) json["form_page"] = p.form_page;
  if (!p.named.empty()) json["named"] = p.named;
  return json;
}

LedgerPage page_from(const Json& json) {
  return {json.at("page"),        page_state(json.at("state")), json.value("why", ""),     json.value("document", ""),
          json.value("form", ""), json.value("form_page", 0),   json.value("message", ""), json.value("named", "")};
}

/// Adds one page to the count of its state; a page whose document is gone counts nowhere.
void count(Balance& sum, const OutFolder& out, const LedgerPage& page) {
  switch (page.state) {
    case PageState::in_document:
      sum.in_document +=
          fs::exists(out.document(page.document) / "record.json") || fs::exists(out.forgotten(page.document));
      break;
    case PageState::blank:
      ++sum.blank;
      break;
    case PageState::separator:
      ++sum.separator;
      break;
    case PageState::duplicate:
      ++sum.duplicate;
      break;
    case PageState::quarantined:
      ++sum.quarantined;
      break;
    case PageState::failed:
      ++sum.failed;
      break;
  }
}

}  // namespace

std::string_view to_string(PageState state) {
  for (const auto& [known, word] : names)
    if (known == state) return word;
  return "failed";
}

std::vector<std::string> LedgerEntry::documents() const {
  std::vector<std::string> ids;
  for (const LedgerPage& p : pages)
    if (!p.document.empty() && std::find(ids.begin(), ids.end(), p.document) == ids.end()) ids.push_back(p.document);
  return ids;
}

std::string place_id(const fs::path& file) {
  return records::sha256_hex("unreadable|" + fs::absolute(file).lexically_normal().string());
}

std::string to_json(const LedgerEntry& entry) {
  Json pages = Json::array();
  for (const LedgerPage& p : entry.pages) pages.push_back(page_json(p));
  Json json{{"schema", "carescan/ledger/1"},
            {"sha256", entry.sha256},
            {"name", entry.name},
            {"copies", entry.copies},
            {"first_seen", entry.first_seen},
            {"made_by", entry.made_by},
            {"catalogue", entry.catalogue},
            {"templates", entry.templates},
            {"readings", entry.readings},
            {"opened", entry.opened},
                  {"pages", pages}};
  if (!entry.place.empty()) json["place"] = entry.place;
  return json.dump(2) + "\n";
}

LedgerEntry ledger_from_json(const std::string& text, const std::string& file) {
  try {
    const Json json = Json::parse(text);
    LedgerEntry entry{json.at("sha256"),
                      json.at("name"),
                      json.at("copies"),
                      json.at("first_seen"),
                      json.at("made_by"),
                      json.at("catalogue"),
                      {},
                      json.at("opened"),
                      {}};
    entry.templates = json.at("templates").get<std::map<std::string, std::string>>();
    if (json.contains("readings")) entry.readings = json.at("readings").get<std::map<std::string, std::string>>();
    if (json.contains("place")) entry.place = json.at("place").get<std::string>();
    for (const Json& page : json.at("pages")) entry.pages.push_back(page_from(page));
    return entry;
  } catch (const std::exception&) {
    throw Failure{"ledger-invalid", file, "this ledger entry is not what carescan wrote",
                  "move it away and run the same command again: its source is then read afresh"};
  }
}

std::optional<LedgerEntry> find_entry(const OutFolder& out, const std::string& sha256) {
  const fs::path file = out.ledger(sha256);
  if (!fs::exists(file)) return std::nullopt;
  try {
    return ledger_from_json(read_file(file), file.string());
  } catch (const Failure&) {
    return std::nullopt;
  }
}

bool is_passing(const std::string& why) {
  static constexpr std::array<std::string_view, 8> codes{"page-crash",      "page-timeout",  "pdf-render-timeout",
                                                         "memory-short",    "file-changed",  "pdf-renderer-missing",
                                                         "file-unreadable", "out-unwritable"};
  return std::find(codes.begin(), codes.end(), why) != codes.end();
}

std::vector<LedgerEntry> read_ledger(const OutFolder& out) {
  if (!fs::is_directory(out.ledger()))
    throw Failure{"out-missing", out.root.string(), "this is not the output folder of a run",
                  "name the folder given to read --out"};
  std::vector<LedgerEntry> entries;
  for (const auto& file : fs::directory_iterator(out.ledger())) {
    const std::string name = file.path().filename().string();
    if (name.ends_with(".json") && !name.ends_with(".seen.json"))
      entries.push_back(ledger_from_json(read_file(file.path()), file.path().string()));
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return std::tie(a.name, a.sha256) < std::tie(b.name, b.sha256); });
  return entries;
}

Balance balance(const OutFolder& out, const std::vector<LedgerEntry>& entries) {
  Balance sum;
  for (const LedgerEntry& entry : entries) {
    const long pages = entry.opened ? static_cast<long>(entry.pages.size()) : 1;
    const long copies = static_cast<long>(entry.copies.size());
    sum.in += pages * (1 + copies);
    (entry.opened ? sum.duplicate : sum.failed) += pages * copies;
    for (const LedgerPage& page : entry.pages) count(sum, out, page);
    if (!entry.opened && entry.pages.empty()) ++sum.failed;
  }
  return sum;
}

}  // namespace carescan::batch

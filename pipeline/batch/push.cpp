#include "pipeline/batch/push.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "pipeline/batch/merge.hpp"
#include "pipeline/batch/people.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

/// No question is open, and a person has looked.
bool is_ready(const Record& record) {
  const auto& fields = record.fields;
  return std::all_of(fields.begin(), fields.end(), [](const RecordField& f) { return f.accepted || f.reviewed; }) &&
         std::any_of(fields.begin(), fields.end(), [](const RecordField& f) { return f.reviewed; });
}

/// The token of a file without the white space around it. Never said, not even where it is wrong.
std::string token_of(const fs::path& file) {
  if (file.empty()) return "";
  std::string token;
  try {
    token = read_file(file);
  } catch (const Failure&) {
    throw Failure{"token-unreadable", file.string(), "the token file cannot be read",
                  "name a file with the token in it"};
  }
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  token.erase(std::remove_if(token.begin(), token.end(), is_space), token.end());
  const bool printable = std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 127; });
  if (token.empty() || !printable)
    throw Failure{"token-unreadable", file.string(), "there is no token in the file", "put the bearer token into it"};
  return token;
}

std::string now() {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(seconds - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

/// Whether a receipt says that this server has these bytes. One that cannot be read says nothing: sending again is
/// safe.
bool has_receipt(const fs::path& file, const std::string& server, const std::string& sha256) {
  if (!fs::exists(file)) return false;
  const Json receipt = Json::parse(read_file(file), nullptr, false);
  return receipt.is_object() && receipt.value("server", "") == server && receipt.value("bundle_sha256", "") == sha256;
}

std::string receipt_json(const std::string& document, const std::string& server, const std::string& sha256,
                         const fhir::Posted& posted) {
  Json entries = Json::array();
  for (const fhir::EntryReceipt& entry : posted.entries)
    entries.push_back({{"type", entry.type}, {"id", entry.id}, {"version", entry.version}, {"status", entry.status}});
  return Json{{"schema", "carescan/receipt/1"}, {"document", document}, {"server", server},
              {"bundle_sha256", sha256},        {"pushed", now()},      {"entries", entries}}
             .dump(1) +
         "\n";
}

/// One run of the command: what every document needs.
struct Desk {
  const OutFolder& out;
  const PushOptions& options;
  std::string server;
  std::set<std::string> rescans;  ///< held_for_people
  std::ostream& notes;
};

void post(const Record& record, const std::string& bundle, const std::string& sha256, const Desk& desk,
          fhir::FhirServer& server, PushCount& count) {
  const fhir::Posted posted = server.post(bundle, token_of(desk.options.token_file));
  ++(posted.taken ? count.sent : count.failed);
  if (posted.taken)
    write_file(desk.out, desk.out.receipt(record.id), receipt_json(record.id, desk.server, sha256, posted));
  else
    desk.notes << fmt::format("{}: {} ({} {})\n", record.id, posted.problem, posted.tries,
                              posted.tries == 1 ? "try" : "tries");
}

bool is_transaction(const std::string& bundle) {
  const Json tree = Json::parse(bundle, nullptr, false);
  return tree.is_object() && tree.value("type", "") == "transaction";
}

void push_one(const Record& record, const Desk& desk, fhir::FhirServer& server, PushCount& count) {
  const fs::path file = desk.out.document(record.id) / "bundle.json";
  const std::string bundle = fs::exists(file) ? read_file(file) : "";
  if (!is_transaction(bundle)) {
    ++count.not_valid;
    desk.notes << fmt::format("{}: {}\n", record.id,
                              bundle.empty() ? "its bundle did not pass validation; outcome.json says why"
                                             : "its bundle is no transaction; read again with --bundle transaction");
    return;
  }
  const std::string sha256 = records::sha256_hex(bundle);
  if (has_receipt(desk.out.receipt(record.id), desk.server, sha256))
    ++count.already;
  else if (desk.rescans.contains(record.id))
    ++count.rescans;
  else if (!desk.options.unreviewed && !is_ready(record))
    ++count.held_back;
  else if (desk.options.dry_run)
    ++count.sent;
  else
    post(record, bundle, sha256, desk, server, count);
}

}  // namespace

PushCount push(const OutFolder& out, const PushOptions& options, std::ostream& notes) {
  const fhir::PushTarget target = fhir::push_target(options.base_url);
  (void)token_of(options.token_file);
  const std::vector<Record> records = read_run(out).records;
  if (!options.dry_run) {
    create(out);
    fs::create_directories(out.receipts());
  }
  fhir::FhirServer server(target, options.patience);
  const Desk desk{out, options, target.base_url(), held_for_people(records, read_decisions(out)), notes};
  PushCount count;
  for (const Record& record : records) push_one(record, desk, server, count);
  if (!options.dry_run) wipe_staging(out);
  return count;
}

}  // namespace carescan::batch

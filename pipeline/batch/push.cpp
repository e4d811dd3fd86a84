#include "pipeline/batch/push.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <ostream>
#include <set>

#include "pipeline/batch/leftovers.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/batch/out_unwritable.hpp"
#include "pipeline/batch/people.hpp"
#include "pipeline/batch/receipt.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"

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

/// One run of the command: what every document needs.
struct Desk {
  const OutFolder& out;
  const PushOptions& options;
  std::string server;
  std::set<std::string> rescans;  ///< held_for_people
  std::ostream& notes;
};

/// One document on its way.
struct Parcel {
  const Record& record;
  std::string bundle, sha256;
  std::vector<fhir::TransactionEntry> entries;
  Receipt earlier;             ///< what this server has of it
  std::vector<KeptEntry> due;  ///< what the server has and the document no longer says
  bool is_new() const { return earlier.bundle_sha256 != sha256; }
};

/// The bundle as it is sent: what the server has of the document already is changed or withdrawn.
fhir::Posted post(const Parcel& parcel, const Leftovers& leftovers, const Desk& desk, fhir::FhirServer& server) {
  const std::string bundle = fhir::following_transaction(parcel.bundle, changed_since(parcel.earlier, parcel.entries),
                                                         leftovers.withdrawals, desk.server);
  return server.post(bundle, parcel.entries.size() + leftovers.withdrawals.size(), token_of(desk.options.token_file));
}

/// The receipt after an answer: `servers` holds the entries of the bundle and then the withdrawals; empty where there
/// was nothing to send.
Receipt receipt_of(const Parcel& parcel, const Leftovers& leftovers, const std::vector<fhir::EntryReceipt>& servers) {
  Receipt receipt{parcel.earlier.server, parcel.sha256, parcel.earlier.entries};
  if (!servers.empty()) receipt.entries = kept_entries(parcel.entries, servers, parcel.earlier);
  receipt.withdrawn = still_withdrawn(parcel.earlier, parcel.entries);
  receipt.withdrawn.insert(receipt.withdrawn.end(), leftovers.withdrawn.begin(), leftovers.withdrawn.end());
  for (std::size_t i = 0; i < leftovers.asked.size(); ++i) {
    receipt.withdrawn.push_back(leftovers.asked[i]);
    receipt.withdrawn.back().server = servers.at(parcel.entries.size() + i);
  }
  for (const Left& left : leftovers.left) receipt.left.push_back(left.entry);
  return receipt;
}

/// What somebody on the server has made the same as a resource of the bundle is in use, not left over.
void drop_what_is_in_use(Leftovers& leftovers, const std::vector<fhir::EntryReceipt>& servers) {
  std::erase_if(leftovers.left, [&](const Left& left) {
    return std::any_of(servers.begin(), servers.end(), [&](const fhir::EntryReceipt& server) {
      return server.type == left.entry.server.type && server.id == left.entry.server.id;
    });
  });
}

void send(const Parcel& parcel, const Desk& desk, fhir::FhirServer& server, PushCount& count) {
  const std::string& id = parcel.record.id;
  Leftovers leftovers = look_at(parcel.due, parcel.entries, server, [&] { return token_of(desk.options.token_file); });
  fhir::Posted posted{.taken = true};
  if (parcel.is_new() || !leftovers.withdrawals.empty()) posted = post(parcel, leftovers, desk, server);
  if (!posted.taken) {
    ++count.failed;
    desk.notes << fmt::format("{}: {} ({} {})\n", id, posted.problem, posted.tries,
                              posted.tries == 1 ? "try" : "tries");
    return;
  }
  drop_what_is_in_use(leftovers, posted.entries);
  write_receipt(desk.out, id, receipt_of(parcel, leftovers, posted.entries), now());
  ++(posted.entries.empty() ? count.already : count.sent);
  count.withdrawn += std::ssize(leftovers.withdrawals);
  count.left += std::ssize(leftovers.left);
  for (const Left& left : leftovers.left)
    desk.notes << fmt::format("{}: {}/{} still stands there, though the document no longer says it: {}\n", id,
                              left.entry.server.type, left.entry.server.id, left.why);
}

/// The document with its bundle; nullopt, and a note why, where there is none that could be sent.
std::optional<Parcel> parcel_of(const Record& record, const Desk& desk) {
  const fs::path file = desk.out.document(record.id) / "bundle.json";
  std::string bundle = fs::exists(file) ? read_file(file) : "";
  auto entries = fhir::transaction_entries(bundle);
  if (!entries) {
    desk.notes << fmt::format("{}: {}\n", record.id,
                              bundle.empty() ? "its bundle did not pass validation; outcome.json says why"
                                             : "its bundle is no transaction; read again with --bundle transaction");
    return std::nullopt;
  }
  Receipt earlier = read_receipt(desk.out, record.id, desk.server);
  std::vector<KeptEntry> due = no_longer_said(earlier, *entries);
  std::string sha256 = records::sha256_hex(bundle);
  return Parcel{record, std::move(bundle), std::move(sha256), std::move(*entries), std::move(earlier), std::move(due)};
}

/// Held back until a person has decided, or for good; what was pushed before that was known stands there.
void hold(const Parcel& parcel, const Desk& desk, PushCount& count) {
  ++count.rescans;
  if (!parcel.earlier.entries.empty())
    desk.notes << fmt::format("{}: held back, but it was pushed before: what it brought stands on the server\n",
                              parcel.record.id);
}

void push_one(const Record& record, const Desk& desk, fhir::FhirServer& server, PushCount& count) {
  const std::optional<Parcel> parcel = parcel_of(record, desk);
  if (!parcel)
    ++count.not_valid;
  else if (desk.rescans.contains(record.id))
    hold(*parcel, desk, count);
  else if (!parcel->is_new() && parcel->due.empty())
    ++count.already;
  else if (!desk.options.unreviewed && !is_ready(record))
    ++count.held_back;
  else if (!desk.options.dry_run)
    send(*parcel, desk, server, count);
  else {
    ++(parcel->is_new() ? count.sent : count.already);
    count.withdrawn += std::ssize(parcel->due);
  }
}

}  // namespace

PushCount push(const OutFolder& out, const PushOptions& options, std::ostream& notes) {
  const fhir::PushTarget target = fhir::push_target(options.base_url);
  (void)token_of(options.token_file);
  const std::vector<Record> records = read_run(out).records;
  if (!options.dry_run) {
    create(out);
    create_folder(out.receipts());
  }
  fhir::FhirServer server(target, options.patience);
  const Desk desk{out, options, target.base_url(), held_for_people(records, read_decisions(out)), notes};
  PushCount count;
  for (const Record& record : records) push_one(record, desk, server, count);
  if (!options.dry_run) wipe_staging(out);
  return count;
}

}  // namespace carescan::batch

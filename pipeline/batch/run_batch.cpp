#include "pipeline/batch/run_batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "pipeline/batch/forget.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/batch/out_unwritable.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"
#include "pipeline/records/record_json.hpp"

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

/// Sources with the same bytes once, the others as copies; those that cannot even be hashed as failed entries.
struct Plan {
  std::vector<Job> jobs;
  std::vector<LedgerEntry> unreadable;
};

LedgerEntry unreadable_entry(const intake::Source& source, const Failure& failure) {
  LedgerEntry entry;
  entry.sha256 = entry.place = place_id(source.files.front());
  entry.name = source.name;
  entry.opened = false;
  entry.pages = {{1, PageState::failed, failure.code, "", "", 0, failure.why + "; " + failure.hint}};
  return entry;
}

bool in_shard(const std::string& sha256, const std::optional<Shard>& shard) {
  if (!shard) return true;
  return std::stoul(sha256.substr(0, 7), nullptr, 16) % static_cast<unsigned long>(shard->count) ==
         static_cast<unsigned long>(shard->index);
}

/// Adds a source to the plan. A numbered set with a file that cannot be read falls apart: the others are not lost.
void add(Plan& plan, std::map<std::string, std::size_t>& by_hash, const intake::Source& source,
         const std::optional<Shard>& shard) {
  try {
    const std::string sha256 = intake::sha256_of(source);
    if (!in_shard(sha256, shard)) return;
    const auto [known, is_new] = by_hash.emplace(sha256, plan.jobs.size());
    if (is_new)
      plan.jobs.push_back({source, sha256, {}, {}, {}});
    else
      plan.jobs[known->second].copies.push_back(source.name);
  } catch (const Failure& failure) {
    if (source.files.size() > 1) {
      for (const fs::path& file : source.files) add(plan, by_hash, {intake::name_in(source, file), {file}}, shard);
      return;
    }
    LedgerEntry entry = unreadable_entry(source, failure);
    if (in_shard(entry.sha256, shard)) plan.unreadable.push_back(std::move(entry));
  }
}

Plan plan(const RunOptions& options) {
  Plan plan;
  std::map<std::string, std::size_t> by_hash;
  for (const intake::Source& source : intake::find_sources(options.paths))
    if (!options.is_whole || options.is_whole(source)) add(plan, by_hash, source, options.shard);
  return plan;
}

/// When the source was first seen: what an earlier run noted, or now, noted before anything else is done with it.
std::string first_seen(const OutFolder& out, const Job& job, const std::string& now) {
  const fs::path file = out.seen(job.sha256);
  if (fs::exists(file)) {
    try {
      return Json::parse(read_file(file)).at("first_seen").get<std::string>();
    } catch (const Json::exception&) {
      // A torn or foreign file: the moment is lost, the source is not.
    }
  }
  write_file(out, file,
             Json{{"schema", "carescan/seen/1"}, {"name", job.source.name}, {"first_seen", now}}.dump(2) + "\n");
  return now;
}

/// True when all that the entry names is whole on disk. A document that was torn or partly removed is read again.
bool is_all_there(const OutFolder& out, const LedgerEntry& entry) {
  try {
    for (const std::string& id : entry.documents()) {
      if (is_forgotten(out, id)) continue;
      const fs::path folder = out.document(id);
      const Record record = records::record_from_json(read_file(folder / "record.json"), id);
      for (const RecordPage& page : record.pages)
        if (!fs::exists(folder / fmt::format("pages/{}.jpg", page.number))) return false;
      for (const char* name : {"reading.json", "outcome.json"})
        if (!fs::exists(folder / name)) return false;
      if (!fs::exists(folder / "bundle.json") && !fs::exists(folder / "bundle.rejected.json")) return false;
    }
  } catch (const Failure&) {
    return false;
  }
  return std::all_of(entry.pages.begin(), entry.pages.end(), [&](const LedgerPage& page) {
    return page.state != PageState::quarantined ||
           fs::exists(out.quarantine() / (out.quarantine_name(entry.sha256, page.page) + ".json"));
  });
}

void write_run_json(const OutFolder& out, const std::vector<FormTemplate>& forms, const DeskSetup& desk,
                    const records::Policy& policy) {
  Json templates = Json::array();
  for (const FormTemplate& form : forms)
    templates.push_back({{"form", form.id}, {"version", form.version}, {"sha256", form.sha256}});
  const Json run{{"schema", "carescan/run/1"},
                 {"tool", {{"name", "carescan"}, {"version", desk.tool_version}}},
                 {"engines", reading::engine_versions()},
                 {"templates", templates},
                 {"policy", {{"name", policy.name}, {"sha256", policy.sha256}}},
                 {"audit", {{"target", policy.target}, {"size", policy.audit ? Json(*policy.audit) : Json("auto")}}}};
  write_file(out, out.run(), run.dump(2) + "\n");
}

/// OUT with an empty staging folder of this run, which goes when the run ends, however it ends.
class Staging {
 public:
  explicit Staging(const OutFolder& out) : out_(out) {
    wipe_staging(out_);
    create(out_);
  }
  ~Staging() { wipe_staging(out_); }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

 private:
  const OutFolder& out_;
};

/// A batch on its way: the plan, split into what is known and what is to be read.
class Run {
 public:
  Run(const RunOptions& options, const RunListener& listener, std::atomic<bool>& stop)
      : options_(options), listener_(listener), stop_(stop), out_(options.desk.out) {}

  RunResult operator()() {
    // What the command was given is looked at before OUT is touched.
    const std::vector<FormTemplate> forms = load_forms(options_.desk.templates);
    const records::Policy policy =
        options_.desk.policy.empty() ? records::default_policy() : records::load_policy(options_.desk.policy);
    if (!options_.desk.provider.empty())
      fhir::load_provider(read_file(options_.desk.provider), options_.desk.provider.string());
    Plan planned = plan(options_);

    const Staging staging(out_);
    write_run_json(out_, forms, options_.desk, policy);
    split(std::move(planned), forms, hash_of(options_.desk, policy));
    if (!to_read_.empty()) read(forms);
    result_.interrupted = stop_ && !failed_fast_;
    return result_;
  }

 private:
  void split(Plan plan, const std::vector<FormTemplate>& forms, const std::string& made_by) {
    result_.sources = static_cast<long>(plan.jobs.size() + plan.unreadable.size());
    forget_replaced_failures(plan);
    const OutDecisions decisions = read_decisions(out_);
    std::vector<LedgerEntry> known;
    for (Job& job : plan.jobs) {
      job.first_seen = first_seen(out_, job, options_.now);
      std::optional<LedgerEntry> entry = find_entry(out_, job.sha256);
      if (entry && is_current(*entry, made_by, forms, decisions) && is_all_there(out_, *entry))
        known.push_back(rename_copies(std::move(*entry), job));
      else
        to_read_.push_back(std::move(job));
    }
    listener_.planned(static_cast<std::size_t>(result_.sources), to_read_.size());
    for (const LedgerEntry& entry : known) tell({entry, false, 0, 0});
    for (const LedgerEntry& entry : plan.unreadable) {
      write_file(out_, out_.ledger(entry.sha256), to_json(entry));
      tell({entry, true, 0, 0});
    }
  }

  /// A file that could not be opened and lies there with other bytes now (half copied then, whole now) is no failure
  /// any more; nor is a file or folder that may be opened now. Documents are never taken away like this: scanners use
  /// names again, so a name in another folder says nothing.
  void forget_replaced_failures(const Plan& plan) const {
    std::map<std::string, std::string> hash_at;  // by place; "" for a folder
    for (const Job& job : plan.jobs)
      for (const fs::path& file : job.source.files) {
        hash_at[place_id(file)] = job.sha256;
        fs::path folder = fs::absolute(file).parent_path();
        while (folder.has_relative_path() && hash_at.emplace(place_id(folder), "").second) folder = folder.parent_path();
      }
    for (const auto& file : fs::directory_iterator(out_.ledger())) {
      const std::string sha256 = file.path().stem().string();
      const std::optional<LedgerEntry> entry = find_entry(out_, sha256);
      if (!entry || entry->opened) continue;
      const auto now = hash_at.find(entry->place);
      if (now == hash_at.end() || now->second == sha256) continue;
      fs::remove(out_.ledger(sha256));
      fs::remove(out_.seen(sha256));
    }
  }

  /// The same bytes may lie under other names than last time; the ledger says what is there now.
  LedgerEntry rename_copies(LedgerEntry entry, const Job& job) const {
    if (entry.copies == job.copies && entry.name == job.source.name) return entry;
    entry.copies = job.copies;
    entry.name = job.source.name;
    write_file(out_, out_.ledger(entry.sha256), to_json(entry));
    return entry;
  }

  void read(const std::vector<FormTemplate>& forms) {
    intake::IntakeOptions intake;
    intake.pdf_renderer = options_.desk.pdf_renderer;
    stage_prints(out_, forms, intake, prepared_prints(options_.prints, intake), options_.workers.workers);
    DeskSetup desk = options_.desk;
    desk.inputs = options_.paths;
    if (!desk.trace.empty()) create_folder(desk.trace);
    const Listener heard{[&](std::size_t job, int page, int of) {
                           ++result_.pages_read_now;
                           listener_.page_done(job, page, of);
                         },
                         [&](const JobDone& done) { finish(done); },
                         [&](const std::string& what) { result_.bug = what; }};
    run_workers(to_read_, desk, options_.workers, heard, stop_);
  }

  void finish(const JobDone& done) {
    const fs::path file = out_.ledger(to_read_[done.job].sha256);
    const LedgerEntry entry = ledger_from_json(read_file(file), file.string());
    ++result_.read_now;
    result_.invalid_bundles += done.invalid_bundles;
    tell({entry, true, done.accepted, done.asked});
  }

  void tell(const SourceDone& done) {
    const bool failed = std::any_of(done.entry.pages.begin(), done.entry.pages.end(),
                                    [](const LedgerPage& p) { return p.state == PageState::failed; });
    result_.failed_sources += failed ? 1 : 0;
    listener_.source_done(done);
    if (failed && options_.fail_fast) stop_ = failed_fast_ = true;
  }

  const RunOptions& options_;
  const RunListener& listener_;
  std::atomic<bool>& stop_;
  const OutFolder& out_;
  std::vector<Job> to_read_;
  RunResult result_;
  bool failed_fast_ = false;
};

}  // namespace

bool is_current(const LedgerEntry& entry, const std::string& made_by, const std::vector<FormTemplate>& forms,
                const OutDecisions& decisions) {
  if (entry.made_by != made_by) return false;
  if (std::any_of(entry.pages.begin(), entry.pages.end(), [&](const LedgerPage& p) {
        return p.named != decisions.named(OutFolder::quarantine_name(entry.sha256, p.page));
      }))
    return false;
  if (std::any_of(entry.pages.begin(), entry.pages.end(), [](const LedgerPage& p) { return is_passing(p.why); }))
    return false;
  for (const auto& read_with : entry.templates) {
    const bool same = std::ranges::any_of(forms, [&](const FormTemplate& f) {
      return f.id + " " + f.version == read_with.first && f.sha256 == read_with.second;
    });
    if (!same) return false;
  }
  const bool strange = std::any_of(entry.pages.begin(), entry.pages.end(),
                                   [](const LedgerPage& p) { return p.state == PageState::quarantined; });
  return !strange || entry.catalogue == hash_of(forms);
}

RunResult run_batch(const RunOptions& options, const RunListener& listener, std::atomic<bool>& stop) {
  RunResult result = Run(options, listener, stop)();
  if (!options.shard && !result.interrupted) merge(options.desk.out);
  return result;
}

}  // namespace carescan::batch

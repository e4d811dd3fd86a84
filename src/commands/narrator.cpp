#include "src/commands/narrator.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "pipeline/batch/forget.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/records/record_json.hpp"
#include "src/commands/words.hpp"

using Json = nlohmann::ordered_json;

namespace carescan::app {
namespace {

std::map<std::string, long> pages_by_state(const batch::LedgerEntry& entry) {
  std::map<std::string, long> pages;
  for (const batch::LedgerPage& page : entry.pages) ++pages[std::string(to_string(page.state))];
  return pages;
}

/// Fields of a source: as the worker told them, or for one known from an earlier run as its documents have them.
batch::FieldCount fields_of(const batch::SourceDone& done, const batch::OutFolder& out) {
  if (done.fresh) return {done.accepted, done.asked, 0};
  batch::FieldCount count;
  for (const std::string& id : done.entry.documents()) {
    if (batch::is_forgotten(out, id)) continue;
    const std::filesystem::path file = out.document(id) / "record.json";
    for (const RecordField& field : records::record_from_json(batch::read_file(file), file.string()).fields)
      ++(field.accepted || field.reviewed ? count.accepted : count.asked);
  }
  return count;
}

Json file_json(const batch::SourceDone& done, const batch::OutFolder& out) {
  Json failures = Json::array();
  for (const batch::LedgerPage& page : done.entry.pages)
    if (page.state == batch::PageState::failed || page.state == batch::PageState::quarantined)
      failures.push_back({{"page", page.page}, {"state", to_string(page.state)}, {"why", page.why}});
  const batch::FieldCount fields = fields_of(done, out);
  return {{"file", done.entry.name},
          {"sha256", done.entry.sha256},
          {"read_now", done.fresh},
          {"pages", pages_by_state(done.entry)},
          {"documents", done.entry.documents()},
          {"accepted", fields.accepted},
          {"asked", fields.asked},
          {"not_read", failures}};
}

std::string line(const batch::SourceDone& done) {
  std::string states;
  for (const auto& [state, count] : pages_by_state(done.entry))
    states += fmt::format("{}{} {}", states.empty() ? "" : ", ", count, state);
  return fmt::format("{}: {}; {}, {} accepted, {} asked", done.entry.name, states,
                     counted(static_cast<long>(done.entry.documents().size()), "document"),
                     counted(done.accepted, "field"), done.asked);
}

}  // namespace

Narrator::Narrator(const ReadOptions& options, std::ostream& answer, std::ostream& notes)
    : options_(options), answer_(answer), notes_(notes) {}

batch::RunListener Narrator::listener() {
  return {[this](std::size_t sources, std::size_t to_read) { planned(sources, to_read); },
          [this](std::size_t, int, int) { page_done(); }, [this](const batch::SourceDone& done) { finished(done); }};
}

void Narrator::clear_line() const {
  if (bar()) notes_ << "\r\033[K" << std::flush;
}

bool Narrator::bar() const {
  return options_.terminal && !options_.quiet && options_.format == Format::text;
}

void Narrator::planned(std::size_t sources, std::size_t to_read) {
  total_ = sources;
  to_read_ = to_read;
}

void Narrator::page_done() {
  ++pages_;
  if (!known_told_) clear_line();
  tell_known();
  draw();
}

/// Once those known are counted: what is neither known nor to be read could not be opened.
void Narrator::tell_known() {
  if (known_told_ || known_ == 0 || options_.quiet) return;
  known_told_ = true;
  notes_ << fmt::format("{} of {} were read before; {} to read", known_, counted(static_cast<long>(total_), "file"),
                        to_read_);
  if (const std::size_t locked = total_ - known_ - to_read_; locked > 0)
    notes_ << fmt::format("; {} may not be opened", locked);
  notes_ << std::endl;
}

void Narrator::finished(const batch::SourceDone& done) {
  ++done_;
  known_ += done.fresh ? 0 : 1;
  clear_line();
  if (done.fresh || total_ - known_ == 0) tell_known();
  if (options_.format == Format::json)
    answer_ << file_json(done, options_.run.desk.out).dump(-1, ' ', false, Json::error_handler_t::replace) << std::endl;
  else if (done.fresh && !options_.quiet && !bar())
    notes_ << line(done) << std::endl;
  tell_pages(done);
  draw();
}

void Narrator::tell_pages(const batch::SourceDone& done) const {
  for (const batch::LedgerPage& page : done.entry.pages)
    if (page.state == batch::PageState::failed)
      notes_ << fmt::format("{}, page {}: {} ({})\n", done.entry.name, page.page, page.message, page.why);
    else if (page.state == batch::PageState::quarantined && done.fresh)
      notes_ << fmt::format("{}, page {}: quarantined, {}\n", done.entry.name, page.page, page.why);
}

void Narrator::draw() const {
  if (!bar() || total_ == 0) return;
  constexpr std::size_t width = 30;
  const std::size_t full = width * done_ / total_;
  notes_ << fmt::format("\r\033[K[{}{}] {} of {}, {}", std::string(full, '#'), std::string(width - full, ' '), done_,
                        counted(static_cast<long>(total_), "file"), counted(pages_, "page"))
         << std::flush;
}

}  // namespace carescan::app

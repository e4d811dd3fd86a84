#include "src/editor/try_out.hpp"

#include <algorithm>

#include "pipeline/batch/ledger.hpp"
#include "pipeline/forms/form_json.hpp"
#include "pipeline/intake/child.hpp"
#include "pipeline/intake/format.hpp"
#include "pipeline/intake/write_image.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/record_json.hpp"
#include "pipeline/review/words.hpp"
#include "src/editor/form_file.hpp"
#include "src/review/crop.hpp"
#include "src/review/refused.hpp"

namespace fs = std::filesystem;

namespace carescan::editor {
namespace {

using web::Json;
using web::Refused;

constexpr auto longest_reading = std::chrono::minutes(3);
constexpr std::size_t most_output = 1 << 20;

Json page_json(const batch::LedgerPage& page, const std::optional<Record>& record) {
  Json json{{"page", page.page},
            {"state", batch::to_string(page.state)},
            {"form_page", page.form_page},
            {"why", page.message.empty() ? page.why : page.message}};
  if (!record || page.form_page == 0) return json;
  const auto found = std::ranges::find(record->pages, page.form_page, &RecordPage::number);
  if (found == record->pages.end()) return json;
  json["residual_mm"] = found->residual_mm;
  json["picture"] = "/tried/" + std::to_string(page.form_page) + ".jpg";
  return json;
}

Json field_json(const FormTemplate& form, const RecordField& read) {
  const Field* field = form.find(read.name);
  Json reasons = Json::array();
  for (const std::string& code : read.reasons) reasons.push_back(review::reason_words(code));
  return {{"name", read.name},
          {"label", read.label},
          {"page", read.page},
          {"display", field == nullptr ? "" : review::words_of(*field, read.state, read.value)},
          {"confidence", read.confidence},
          {"accepted", read.accepted},
          {"reasons", reasons},
          {"ink", "/tried/" + read.name + ".png"}};
}

}  // namespace

TryOut::TryOut(fs::path executable, fs::path work) : executable_(std::move(executable)), work_(std::move(work)) {
  batch::create({work_});
}

void TryOut::take(const std::string& bytes) {
  const std::lock_guard lock(mutex_);
  if (!scan_.empty()) fs::remove(scan_);
  scan_.clear();
  record_.reset();
  const fs::path file = work_ / "scan";
  batch::write_file({work_}, file, bytes);
  try {
    intake::format_of(file, "the scan");
  } catch (const Failure& failure) {
    fs::remove(file);
    throw Refused{400, "not-a-scan", "this file cannot be read: " + failure.why};
  }
  scan_ = file;
}

/// The form as it is on the screen, with everything else of its folder. What was learnt from scans holds for the form
/// as it was learnt with, and is left out for another.
void TryOut::lay_out_form(const std::string& text, const fs::path& folder) const {
  const fs::path copy = work_ / "forms" / "form";
  fs::remove_all(work_ / "forms");
  fs::create_directories(copy);
  batch::write_file({work_}, copy / "form.json", text);
  const bool as_saved = read_form_text(folder).text == text;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (name == "form.json" || name.starts_with(".") || (!as_saved && name.starts_with("learned."))) continue;
    fs::create_symlink(fs::absolute(entry.path()), copy / name);
  }
  const fs::path full = fs::canonical(folder);
  for (const fs::path& shared : {full.parent_path() / "lexicons", full.parent_path().parent_path() / "lexicons"})
    if (fs::is_directory(shared)) {
      fs::create_symlink(shared, work_ / "forms" / "lexicons");
      break;
    }
}

void TryOut::run_reader() const {
  fs::remove_all(out());
  const intake::ChildEnd end = intake::run_child(executable_,
                                                 {"read", scan_.string(), "--out", out().string(), "--templates",
                                                  (work_ / "forms" / "form").string(), "--jobs", "1", "--quiet"},
                                                 longest_reading, most_output);
  using How = intake::ChildEnd::How;
  if (end.how == How::timed_out) throw Refused{422, "not-read", "reading this scan took more than three minutes"};
  if (end.how != How::exited || !fs::exists(out() / "ledger"))
    throw Refused{422, "not-read", "the scan could not be read; carescan read says why"};
}

Json TryOut::read(const std::string& text, const fs::path& folder) {
  const std::lock_guard lock(mutex_);
  if (scan_.empty()) throw Refused{400, "no-scan", "choose a scan first"};
  record_.reset();
  lay_out_form(text, folder);
  form_ = forms::parse_form(text, folder);
  run_reader();
  return answer();
}

Json TryOut::answer() {
  const std::vector<batch::LedgerEntry> ledger = batch::read_ledger({out()});
  if (ledger.empty()) throw Refused{422, "not-read", "the scan could not be read"};
  const std::vector<std::string> documents = ledger.front().documents();
  Json pages = Json::array(), fields = Json::array();
  if (!documents.empty()) {
    const fs::path file = batch::OutFolder{out()}.document(documents.front()) / "record.json";
    record_ = records::record_from_json(batch::read_file(file), "record.json");
    for (const RecordField& field : record_->fields) fields.push_back(field_json(*form_, field));
  }
  for (const batch::LedgerPage& page : ledger.front().pages) pages.push_back(page_json(page, record_));
  return {{"documents", documents.size()}, {"pages", pages}, {"fields", fields}};
}

web::Picture TryOut::picture(const std::string& path) {
  const std::lock_guard lock(mutex_);
  constexpr std::string_view prefix = "/tried/";
  const Refused nothing{404, "not-found", "there is no such picture"};
  if (!record_ || !path.starts_with(prefix) || path.size() < prefix.size() + 5) throw nothing;
  const std::string name = path.substr(prefix.size(), path.size() - prefix.size() - 4);
  const fs::path pages = batch::OutFolder{out()}.document(record_->id) / "pages";
  if (path.ends_with(".jpg")) {
    const auto page =
        std::ranges::find_if(record_->pages, [&](const RecordPage& one) { return std::to_string(one.number) == name; });
    if (page == record_->pages.end()) throw nothing;
    return {batch::read_file(pages / (name + ".jpg")), "image/jpeg"};
  }
  const RecordField* field = record_->find(name);
  if (field == nullptr || !path.ends_with(".png")) throw nothing;
  const auto page = std::ranges::find(form_->pages, field->page, &FormPage::number);
  if (page == form_->pages.end()) throw nothing;
  const auto raster = pictures_.page(pages / (std::to_string(field->page) + ".jpg"));
  const Raster ink = web::cut(*raster, *page, web::crop_box(field->box, *page));
  return {intake::encode_png(ink, raster->width / page->width_mm * 25.4), "image/png"};
}

}  // namespace carescan::editor

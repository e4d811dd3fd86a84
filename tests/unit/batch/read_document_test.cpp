#include "pipeline/batch/read_document.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include "pipeline/model/failure.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::test;

namespace {

fs::path fridge_log() {
  return source_dir() / "docs/examples/fridge-log";
}

/// A desk over a new OUT with the smallest form there is.
batch::Desk desk_in(const Folder& folder) {
  batch::Desk desk{{folder / "out", "host-1"}, {}, records::default_policy(), {}, {}, "made by a test", {}};
  desk.intake.pdf_renderer = fs::path(CARESCAN_BINARY_DIR) / "carescan-pdf";
  desk.bundle.tool_version = "test";
  batch::create(desk.out);
  const std::vector<FormTemplate> forms = batch::load_forms({fridge_log()});
  batch::stage_prints(desk.out, forms, desk.intake);
  desk.catalogue = batch::open_catalogue(desk.out, forms);
  return desk;
}

/// The empty form twice, as one file of two pages.
fs::path two_pages(const Folder& folder) {
  const std::string blank = (fridge_log() / "blank.pdf").string(), both = (folder / "both.pdf").string();
  REQUIRE(run({"qpdf", "--empty", "--pages", blank, blank, "--", both}).exit_code == 0);
  return both;
}

batch::Job job_of(const fs::path& file) {
  const intake::Source source{"scan", {file}};
  return {source, intake::sha256_of(source), {}, "2026-01-01T00:00:00Z", {}};
}

/// The code with which reading a source ends; empty where it comes to its end.
std::string refused(const batch::Job& job, const batch::Desk& desk, const batch::PageDone& page_done) {
  reading::Engines engines = reading::load_engines();
  try {
    batch::read_document(job, desk, engines, page_done);
    return "";
  } catch (const Failure& failure) {
    return failure.code;
  }
}

}  // namespace

// A page whose picture the disk refused was told as failed and yet committed, with an empty picture, for good.
TEST_CASE("a picture that the disk refuses ends the run and is no fault of its page") {
  const Folder folder;
  const batch::Desk desk = desk_in(folder);
  const batch::Job job = job_of(two_pages(folder));
  const std::string shelf = std::to_string(::getpid()) + "-" + job.sha256.substr(0, 16) + "-pages";
  const fs::path second = desk.out.staging() / shelf / "2.jpg";
  const auto in_the_way = [&](int page, int) {
    if (page == 1) fs::create_directories(second);
  };
  CHECK(refused(job, desk, in_the_way) == "out-unwritable");
  CHECK_FALSE(fs::exists(desk.out.ledger(job.sha256)));
  CHECK(fs::is_empty(desk.out.documents()));

  CHECK(refused(job, desk, [](int, int) {}) == "");
  const batch::LedgerEntry entry = batch::find_entry(desk.out, job.sha256).value();
  REQUIRE(entry.documents().size() == 2);
  for (const std::string& id : entry.documents())
    CHECK(read_all(desk.out.document(id) / "pages/1.jpg").starts_with("\xff\xd8"));
}

TEST_CASE("a strange page that the disk refuses ends the run and is not told as failed") {
  const Folder folder;
  const batch::Desk desk = desk_in(folder);
  const batch::Job job = job_of(source_dir() / "samples/body-map/jpeg.pdf");
  const fs::path picture = desk.out.quarantine() / (batch::OutFolder::quarantine_name(job.sha256, 1) + ".jpg");
  fs::create_directories(picture);
  CHECK(refused(job, desk, [](int, int) {}) == "out-unwritable");
  CHECK_FALSE(fs::exists(desk.out.ledger(job.sha256)));

  fs::remove(picture);
  CHECK(refused(job, desk, [](int, int) {}) == "");
  const batch::LedgerEntry entry = batch::find_entry(desk.out, job.sha256).value();
  CHECK(entry.pages.at(0).state == batch::PageState::quarantined);
  CHECK(fs::is_regular_file(picture));
}

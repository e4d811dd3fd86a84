#include "pipeline/batch/prepared_prints.hpp"

#include <doctest/doctest.h>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/imaging/prints.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::test;

namespace {

const intake::IntakeOptions intake_here{.pdf_renderer = fs::path(CARESCAN_BINARY_DIR) / "carescan-pdf"};

/// A copy of the smallest form there is, for preparing writes into the form's folder.
FormTemplate form_in(const Folder& folder) {
  fs::copy(source_dir() / "docs/examples/fridge-log", folder / "fridge-log", fs::copy_options::recursive);
  return batch::load_forms({folder / "fridge-log"}).at(0);
}

batch::OutFolder out_in(const Folder& folder) {
  batch::OutFolder out{folder / "out", "host-1"};
  batch::create(out);
  return out;
}

/// Prints that a run staged, its index left out.
std::size_t staged(const batch::OutFolder& out) {
  std::size_t prints = 0;
  for (const auto& file : fs::directory_iterator(out.staging()))
    prints += file.path().filename().string().starts_with("print-") && file.path().filename() != "print-index" ? 1 : 0;
  return prints;
}

}  // namespace

TEST_CASE("a run takes prints that were prepared earlier, in the form's folder or in a shared one, and stages none") {
  for (const bool beside : {true, false}) {
    const Folder folder;
    const FormTemplate form = form_in(folder);
    const fs::path shared = folder / "prints";
    batch::prepare_form(form, intake_here, beside ? form.folder / batch::prepared_folder : shared);
    const batch::OutFolder out = out_in(folder);
    batch::stage_prints(out, {form}, intake_here, shared);
    CHECK(staged(out) == 0);
    const batch::Catalogue catalogue = batch::open_catalogue(out, {form}, shared);
    REQUIRE(catalogue.prints.size() == 1);
    const Raster blank = batch::load_blanks(form, intake_here).at(0);
    CHECK(imaging::bytes_of(catalogue.prints[0]) == imaging::bytes_of(batch::prepare_page(form, form.pages[0], blank)));
    CHECK(imaging::index_bytes_of(catalogue.prints) == imaging::index_bytes_of({catalogue.prints[0]}));
  }
}

TEST_CASE("without prepared prints a run stages its own") {
  const Folder folder;
  const FormTemplate form = form_in(folder);
  const batch::OutFolder out = out_in(folder);
  batch::stage_prints(out, {form}, intake_here, folder / "nowhere");
  CHECK(staged(out) == 1);
  CHECK(batch::open_catalogue(out, {form}, folder / "nowhere").prints.size() == 1);
}

TEST_CASE("a print of the form as it was is not found") {
  const Folder folder;
  const FormTemplate form = form_in(folder);
  batch::prepare_form(form, intake_here, form.folder / batch::prepared_folder);
  REQUIRE(batch::find_prepared(form, 1, {}));
  CHECK_FALSE(batch::find_prepared(form, 2, {}));
  write_all(form.folder / "form.json", read_all(form.folder / "form.json") + "\n");
  const FormTemplate changed = batch::load_forms({form.folder}).at(0);
  CHECK_FALSE(batch::find_prepared(changed, 1, {}));
}

TEST_CASE("a prepared print that is cut off is as if it were not there") {
  const Folder folder;
  const FormTemplate form = form_in(folder);
  batch::prepare_form(form, intake_here, form.folder / batch::prepared_folder);
  const fs::path print = batch::find_prepared(form, 1, {}).value();
  const std::string whole = read_all(print);
  for (const std::size_t length : {std::size_t{0}, std::size_t{3}, whole.size() / 2, whole.size() - 1}) {
    write_all(print, whole.substr(0, length));
    CHECK_FALSE(batch::find_prepared(form, 1, {}));
  }
  const batch::OutFolder out = out_in(folder);
  batch::stage_prints(out, {form}, intake_here);
  CHECK(staged(out) == 1);
  CHECK(batch::open_catalogue(out, {form}).prints.size() == 1);
}

TEST_CASE("wiping takes away prints and nothing else") {
  const Folder folder;
  write_all(folder / "some/0123-1.print", "of an older build");
  write_all(folder / "some/letter.txt", "somebody's");
  batch::wipe_prints(folder / "some");
  batch::wipe_prints(folder / "nowhere");
  CHECK_FALSE(fs::exists(folder / "some/0123-1.print"));
  CHECK(fs::exists(folder / "some/letter.txt"));
}

#include "pipeline/batch/prepared_prints.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/imaging/prints.hpp"
#include "pipeline/model/failure.hpp"
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

/// Prints that a run made itself: neither links nor the index.
std::size_t staged(const batch::OutFolder& out) {
  std::size_t prints = 0;
  for (const auto& file : fs::directory_iterator(out.staging()))
    if (const std::string name = file.path().filename().string(); name.starts_with("print-") && name != "print-index")
      prints += file.is_symlink() ? 0 : 1;
  return prints;
}

batch::PreparedPrints with_shared(const fs::path& shared = {}) {
  return batch::prepared_prints(shared, intake_here);
}

}  // namespace

TEST_CASE("a run takes prints that were prepared earlier, in the form's folder or in a shared one, and stages none") {
  for (const bool beside : {true, false}) {
    const Folder folder;
    const FormTemplate form = form_in(folder);
    const fs::path shared = folder / "prints";
    batch::prepare_form(form, intake_here, beside ? form.folder / batch::prepared_folder : shared);
    const batch::OutFolder out = out_in(folder);
    batch::stage_prints(out, {form}, intake_here, with_shared(shared));
    CHECK(staged(out) == 0);
    const batch::Catalogue catalogue = batch::open_catalogue(out, {form});
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
  batch::stage_prints(out, {form}, intake_here, with_shared(folder / "nowhere"));
  CHECK(staged(out) == 1);
  CHECK(batch::open_catalogue(out, {form}).prints.size() == 1);
}

TEST_CASE("a print of the form as it was is not found") {
  const Folder folder;
  const FormTemplate form = form_in(folder);
  batch::prepare_form(form, intake_here, form.folder / batch::prepared_folder);
  REQUIRE(batch::find_prepared(form, 1, with_shared()));
  CHECK_FALSE(batch::find_prepared(form, 2, with_shared()));
  write_all(form.folder / "form.json", read_all(form.folder / "form.json") + "\n");
  const FormTemplate changed = batch::load_forms({form.folder}).at(0);
  CHECK_FALSE(batch::find_prepared(changed, 1, with_shared()));
}

TEST_CASE("a prepared print that is cut off is as if it were not there") {
  const Folder folder;
  const FormTemplate form = form_in(folder);
  batch::prepare_form(form, intake_here, form.folder / batch::prepared_folder);
  const fs::path print = batch::find_prepared(form, 1, with_shared()).value();
  const std::string whole = read_all(print);
  for (const std::size_t length : {std::size_t{0}, std::size_t{3}, whole.size() / 2, whole.size() - 1}) {
    write_all(print, whole.substr(0, length));
    CHECK_FALSE(batch::find_prepared(form, 1, with_shared()));
  }
  const batch::OutFolder out = out_in(folder);
  batch::stage_prints(out, {form}, intake_here, with_shared());
  CHECK(staged(out) == 1);
  CHECK(batch::open_catalogue(out, {form}).prints.size() == 1);
}

TEST_CASE("a print by another renderer is not found") {
  const Folder folder;
  const FormTemplate form = form_in(folder);
  batch::prepare_form(form, intake_here, form.folder / batch::prepared_folder);
  CHECK(batch::find_prepared(form, 1, with_shared()));
  CHECK_FALSE(batch::find_prepared(form, 1, batch::prepared_prints({}, {.pdf_renderer = "/proc/self/exe"})));
}

TEST_CASE("prints that were taken away after they were found end a run with words for a person") {
  const Folder folder;
  const FormTemplate form = form_in(folder);
  batch::prepare_form(form, intake_here, form.folder / batch::prepared_folder);
  const batch::OutFolder out = out_in(folder);
  batch::stage_prints(out, {form}, intake_here, with_shared());
  fs::remove_all(form.folder / batch::prepared_folder);
  try {
    batch::open_catalogue(out, {form});
    FAIL("opened what is not there");
  } catch (const Failure& failure) {
    CHECK(failure.code == "print-missing");
  }
}

TEST_CASE("what is prepared, everybody may read") {
  const Folder folder;
  const FormTemplate form = form_in(folder);
  const mode_t before = ::umask(077);
  batch::prepare_form(form, intake_here, form.folder / batch::prepared_folder);
  ::umask(before);
  const fs::path print = batch::find_prepared(form, 1, with_shared()).value();
  CHECK((fs::status(print).permissions() & fs::perms::others_read) != fs::perms::none);
  CHECK((fs::status(print.parent_path()).permissions() & fs::perms::others_exec) != fs::perms::none);
}

TEST_CASE("a form is prepared though an older version of it lies in a folder below") {
  const Folder folder;
  const FormTemplate form = form_in(folder);
  fs::copy(source_dir() / "docs/examples/fridge-log", form.folder / "0.9", fs::copy_options::recursive);
  std::string older = read_all(form.folder / "0.9/form.json");
  const std::string version = "\"version\": \"" + form.version + "\"";
  REQUIRE(older.find(version) != std::string::npos);
  write_all(form.folder / "0.9/form.json", older.replace(older.find(version), version.size(), "\"version\": \"0.9\""));
  for (const FormTemplate& version_of : batch::load_forms({folder.path()}))
    CHECK(batch::prepare_form(version_of, intake_here, folder / "prints").size() == 1);
}

TEST_CASE("taking prints away takes nothing else") {
  const Folder folder;
  const std::string other = std::string(64, 'a') + "-1.print", mine = std::string(64, 'b') + "-1.print";
  const std::string half = other + ".123.partial";  // of one that is being prepared now, perhaps
  for (const std::string& name : {other, mine, half, std::string("model.print"), std::string("letter.txt")})
    write_all(folder / ("some/" + name), "bytes");
  batch::remove_other_prints(folder / "some", {mine});
  batch::remove_other_prints(folder / "nowhere", {});
  CHECK_FALSE(fs::exists(folder / ("some/" + other)));
  for (const std::string& name : {mine, half, std::string("model.print"), std::string("letter.txt")})
    CHECK(fs::exists(folder / ("some/" + name)));
}

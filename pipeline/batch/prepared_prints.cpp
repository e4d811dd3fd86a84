#include "pipeline/batch/prepared_prints.hpp"

#include <fmt/format.h>

#include <regex>
#include <stdexcept>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/learn_template.hpp"
#include "pipeline/batch/new_file.hpp"
#include "pipeline/imaging/prints.hpp"
#include "pipeline/model/build_id.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

bool can_be_opened(const fs::path& print) {
  std::error_code unreadable;
  if (!fs::is_regular_file(print, unreadable)) return false;
  try {
    imaging::open_print(print);
    return true;
  } catch (const std::runtime_error&) {  // cut off by a full disk or a copy that broke: as if it were not there
    return false;
  }
}

std::string name_of(const FormTemplate& form, int page, const std::string& made_by) {
  return fmt::format("{}-{}.print", records::sha256_hex(form.sha256 + " " + made_by), page);
}

/// A blank form is nobody's secret: whoever may read its folder may read its prints, whatever the umask keeps for OUT.
void let_all_read(const fs::path& path) {
  std::error_code ignored;  // somebody else's folder: then it is as readable as they made it
  auto rights = fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
  if (fs::is_directory(path, ignored)) rights |= fs::perms::group_exec | fs::perms::others_exec;
  fs::permissions(path, rights, fs::perm_options::add, ignored);
}

void refuse_change(const FormTemplate& form) {
  for (const FormTemplate& now : load_forms({form.folder}))  // an older version may lie in a folder below
    if (now.folder == form.folder && now.sha256 == form.sha256) return;
  throw Failure{"file-changed", form.folder.string(), "the form was changed while it was prepared",
                "run the same command again"};
}

}  // namespace

PreparedPrints prepared_prints(const fs::path& shared, const intake::IntakeOptions& intake) {
  const std::string build = build_id(), renderer = build_id(intake.pdf_renderer);
  if (build.empty() || renderer.empty()) return {};
  return {shared, records::sha256_hex(build + " " + renderer + " " + imaging::preparing_library())};
}

imaging::PagePrint prepare_page(const FormTemplate& form, const FormPage& page, const Raster& blank) {
  return imaging::prepare_print(blank, page, form.fields_on(page.number));
}

std::optional<fs::path> find_prepared(const FormTemplate& form, int page, const PreparedPrints& prints) {
  if (prints.made_by.empty()) return std::nullopt;
  const std::string name = name_of(form, page, prints.made_by);
  for (const fs::path& folder : {form.folder / prepared_folder, prints.shared})
    if (!folder.empty() && can_be_opened(folder / name)) return fs::absolute(folder / name);
  return std::nullopt;
}

std::set<std::string> prepare_form(const FormTemplate& form, const intake::IntakeOptions& intake,
                                   const fs::path& folder) {
  const std::vector<Raster> blanks = load_blanks(form, intake);
  const std::string made_by = prepared_prints({}, intake).made_by;
  if (made_by.empty())
    throw Failure{"build-unnamed", intake.pdf_renderer.string(),
                  "carescan or its renderer is not there or has no build ID (GNU ld's --build-id), so that prints of "
                  "other builds could not be told from its own",
                  "build both with a build ID; without prepared prints every run prepares its own"};
  refuse_change(form);
  make_folder(folder);
  let_all_read(folder);
  std::set<std::string> names;
  for (std::size_t i = 0; i < blanks.size(); ++i) {
    const std::string name = *names.insert(name_of(form, form.pages[i].number, made_by)).first;
    NewFile file(folder / name);
    file.write(imaging::bytes_of(prepare_page(form, form.pages[i], blanks[i])));
    file.finish();
    if (!is_learned(form)) let_all_read(folder / name);  // learnt from filled sheets: its owner's
  }
  return names;
}

void remove_other_prints(const fs::path& folder, const std::set<std::string>& but) {
  static const std::regex ours("[0-9a-f]{64}-[0-9]+\\.print");
  std::error_code ignored;
  for (const auto& file : fs::directory_iterator(folder, ignored)) {
    const std::string name = file.path().filename().string();
    if (std::regex_match(name, ours) && !but.contains(name)) fs::remove(file.path(), ignored);
  }
}

}  // namespace carescan::batch

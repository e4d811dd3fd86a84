#include "pipeline/batch/prepared_prints.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/new_file.hpp"
#include "pipeline/imaging/prints.hpp"
#include "pipeline/model/build_id.hpp"
#include "pipeline/records/identity.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

constexpr const char* print_ending = ".print";

bool can_be_opened(const fs::path& print) {
  if (!fs::exists(print)) return false;
  try {
    imaging::open_print(print);
    return true;
  } catch (const std::runtime_error&) {  // cut off by a full disk or a copy that broke: as if it were not there
    return false;
  }
}

}  // namespace

imaging::PagePrint prepare_page(const FormTemplate& form, const FormPage& page, const Raster& blank) {
  return imaging::prepare_print(blank, page, form.fields_on(page.number));
}

std::optional<std::string> name_of_print(const FormTemplate& form, int page) {
  const std::string build = build_id();
  if (build.empty()) return std::nullopt;
  return fmt::format("{}-{}{}", records::sha256_hex(form.sha256 + " " + build), page, print_ending);
}

std::optional<fs::path> find_prepared(const FormTemplate& form, int page, const fs::path& shared) {
  const std::optional<std::string> name = name_of_print(form, page);
  if (!name) return std::nullopt;
  for (const fs::path& folder : {form.folder / prepared_folder, shared})
    if (!folder.empty() && can_be_opened(folder / *name)) return folder / *name;
  return std::nullopt;
}

void prepare_form(const FormTemplate& form, const intake::IntakeOptions& options, const fs::path& folder) {
  make_folder(folder);
  const std::vector<Raster> blanks = load_blanks(form, options);
  for (std::size_t i = 0; i < blanks.size(); ++i) {
    NewFile file(folder / name_of_print(form, form.pages[i].number).value());
    file.write(imaging::bytes_of(prepare_page(form, form.pages[i], blanks[i])));
    file.finish();
  }
}

void wipe_prints(const fs::path& folder) {
  if (!fs::is_directory(folder)) return;
  for (const auto& file : fs::directory_iterator(folder))
    if (file.path().extension() == print_ending) fs::remove(file.path());
}

}  // namespace carescan::batch

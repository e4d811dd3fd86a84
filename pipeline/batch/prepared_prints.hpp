#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "pipeline/imaging/print.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/model/form_template.hpp"

namespace carescan::batch {

/// The folder below a form's own in which `template prepare` keeps its prints.
inline constexpr const char* prepared_folder = "prepared";

/// Where prints that were prepared earlier are looked for, and what they must have been made by.
struct PreparedPrints {
  std::filesystem::path shared;  ///< of the forms that carescan comes with, beside each form's own folder; empty: none
  std::string made_by;           ///< SHA-256 over build, renderer and OpenCV; empty (a build without an ID): none is found
};
PreparedPrints prepared_prints(const std::filesystem::path& shared, const intake::IntakeOptions&);

/// The print of a form's page, rendered and prepared now. `blank` is that page as batch::load_blanks gives it.
imaging::PagePrint prepare_page(const FormTemplate&, const FormPage&, const Raster& blank);

/// The file of a print that `template prepare` made earlier of this very form (by its hash, from batch::load_forms) with
/// this very build: both are in its name, so that what is out of date is never found. Nothing where there is none that
/// can be opened: it is prepared anew.
std::optional<std::filesystem::path> find_prepared(const FormTemplate&, int page, const PreparedPrints&);

/// Prepares every page of a form (from batch::load_forms) into `folder`, for everybody to read; the files' names. Throws
/// Failure "out-unwritable", "file-changed" when the form changed meanwhile, "build-unnamed" in a build without an ID,
/// and what load_blanks throws.
std::set<std::string> prepare_form(const FormTemplate&, const intake::IntakeOptions&, const std::filesystem::path& folder);

/// Takes away the prints in `folder` but those named, of other builds and other forms; nothing else. What cannot be
/// taken away stays: nobody finds it.
void remove_other_prints(const std::filesystem::path& folder, const std::set<std::string>& but);

}  // namespace carescan::batch

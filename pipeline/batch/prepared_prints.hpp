#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "pipeline/imaging/print.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/model/form_template.hpp"

namespace carescan::batch {

/// The folder below a form's own in which `template prepare` keeps its prints.
inline constexpr const char* prepared_folder = "prepared";

/// The print of a form's page, rendered and prepared now. `blank` is that page as batch::load_blanks gives it.
imaging::PagePrint prepare_page(const FormTemplate&, const FormPage&, const Raster& blank);

/// The name of the file that holds the print of a form's page. It names form, blank, what was learnt and this build of
/// carescan by their hash, so that a print that is out of date is never found. Nothing for a build without an ID.
std::optional<std::string> name_of_print(const FormTemplate&, int page);

/// The file of a print that `template prepare` made earlier: in the form's own folder, or in `shared` (the prints of the
/// forms that carescan comes with; may be empty). Nothing where there is none that can be opened: it is prepared anew.
std::optional<std::filesystem::path> find_prepared(const FormTemplate&, int page, const std::filesystem::path& shared);

/// Prepares every page of a form (from batch::load_forms) into `folder`. Throws Failure "out-unwritable", and what
/// load_blanks throws; std::logic_error in a build without an ID.
void prepare_form(const FormTemplate&, const intake::IntakeOptions&, const std::filesystem::path& folder);

/// Takes away all prints in `folder`, those of other builds and other forms, too. A folder that is not there is empty.
void wipe_prints(const std::filesystem::path& folder);

}  // namespace carescan::batch

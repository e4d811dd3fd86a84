#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/batch/prepared_prints.hpp"
#include "pipeline/imaging/prints.hpp"
#include "pipeline/intake/page_stream.hpp"
#include "pipeline/model/form_template.hpp"

namespace carescan::batch {

/// Every form page there is, ready to be recognised. Index i of `prints` belongs to `pages[i]`.
struct Catalogue {
  struct PageOfForm {
    std::size_t form;       ///< index into forms
    int number;             ///< template page number
    std::string code = {};  ///< FormPage::code
  };
  std::vector<FormTemplate> forms;
  imaging::Prints prints;
  std::vector<PageOfForm> pages;
  std::string sha256;  ///< over all templates
};

/// The forms below `folders` with their hashes filled in (form.json and blank together, and learned.png where there is
/// one); no picture is decoded.
std::vector<FormTemplate> load_forms(const std::vector<std::filesystem::path>& folders);

/// SHA-256 over all forms: a form added, changed or taken away changes it.
std::string hash_of(const std::vector<FormTemplate>&);

/// The blank pages of a form in grey, one raster a page: as learnt from pages of one's own where that was done
/// (learn_template.hpp), else as designed. Throws Failure "template-invalid" when there are not as many
/// as form.json says.
std::vector<Raster> load_blanks(const FormTemplate&, const intake::IntakeOptions&);

/// Renders and prepares once, into OUT's staging, all pages whose prints were not prepared earlier, links those that were,
/// and indexes all, so that workers need not: they map the files and share one copy in memory. Forms are prepared side
/// by side, one a thread.
void stage_prints(const OutFolder&, const std::vector<FormTemplate>&, const intake::IntakeOptions&,
                  const PreparedPrints& prepared = {}, int threads = 1);

/// The catalogue from forms whose prints were staged. No picture is decoded or copied. Throws Failure "print-missing"
/// when what was prepared earlier has gone since.
Catalogue open_catalogue(const OutFolder&, std::vector<FormTemplate>);

}  // namespace carescan::batch

#include "tests/bench/catalogue_of.hpp"

#include <unistd.h>

#include <string>

#include "pipeline/batch/out_folder.hpp"

namespace carescan::bench {

namespace fs = std::filesystem;

batch::Catalogue catalogue_of(const std::vector<fs::path>& templates, const intake::IntakeOptions& intake) {
  std::string name = (fs::temp_directory_path() / "carescan-bench-XXXXXX").string();
  const batch::OutFolder staging{::mkdtemp(name.data())};
  batch::create(staging);
  fs::create_directories(staging.staging());
  std::vector<FormTemplate> forms = batch::load_forms(templates);
  batch::stage_prints(staging, forms, intake);
  batch::Catalogue catalogue = batch::open_catalogue(staging, std::move(forms));
  fs::remove_all(staging.root);
  return catalogue;
}

intake::IntakeOptions intake_here() {
  intake::IntakeOptions intake;
  intake.pdf_renderer = fs::path(CARESCAN_BINARY_DIR) / "carescan-pdf";
  return intake;
}

}  // namespace carescan::bench

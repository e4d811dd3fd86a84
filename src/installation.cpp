#include "src/installation.hpp"

#include <algorithm>
#include <vector>

namespace fs = std::filesystem;

namespace carescan::app {

namespace {

fs::path first_folder(const std::vector<fs::path>& places) {
  const auto found = std::ranges::find_if(places, [](const fs::path& place) { return fs::is_directory(place); });
  return found == places.end() ? fs::path() : *found;
}

}  // namespace

Installation installation() {
  Installation found;
  found.executable = fs::read_symlink("/proc/self/exe");
  const fs::path folder = found.executable.parent_path();
  found.pdf_renderer = folder / "carescan-pdf";
  const fs::path shared = folder.parent_path() / "share/carescan";
  found.templates = first_folder({folder / "templates", folder.parent_path().parent_path() / "templates",
                                  shared / "templates"});
  found.prints = first_folder({folder / "prints", shared / "prints"});
  return found;
}

intake::IntakeOptions intake_of(const Installation& here) {
  intake::IntakeOptions intake;
  intake.pdf_renderer = here.pdf_renderer;
  return intake;
}

}  // namespace carescan::app

#include "src/installation.hpp"

#include <array>

namespace fs = std::filesystem;

namespace carescan::app {

Installation installation() {
  Installation found;
  found.executable = fs::read_symlink("/proc/self/exe");
  const fs::path folder = found.executable.parent_path();
  found.pdf_renderer = folder / "carescan-pdf";
  for (const fs::path& place : std::array{folder / "templates", folder.parent_path().parent_path() / "templates",
                                          folder.parent_path() / "share/carescan/templates"})
    if (fs::is_directory(place)) {
      found.templates = place;
      break;
    }
  return found;
}

intake::IntakeOptions intake_of(const Installation& here) {
  intake::IntakeOptions intake;
  intake.pdf_renderer = here.pdf_renderer;
  return intake;
}

}  // namespace carescan::app

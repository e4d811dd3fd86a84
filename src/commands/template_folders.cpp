#include "src/commands/template_folders.hpp"

#include <algorithm>

#include "pipeline/model/failure.hpp"

namespace fs = std::filesystem;

namespace carescan::app {

std::vector<fs::path> template_folders(const std::vector<fs::path>& given) {
  std::vector<fs::path> found;
  for (const fs::path& folder : given) {
    if (!fs::is_directory(folder))
      throw Failure{"path-missing", folder.string(), "there is no such folder", "name a template folder"};
    if (fs::exists(folder / "form.json")) {
      found.push_back(folder);
      continue;
    }
    for (const auto& below : fs::directory_iterator(folder))
      if (fs::exists(below.path() / "form.json")) found.push_back(below.path());
  }
  if (found.empty())
    throw Failure{"template-missing", given.front().string(), "no form.json there",
                  "name a folder with a form.json in it"};
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace carescan::app

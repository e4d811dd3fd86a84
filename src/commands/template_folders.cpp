#include "src/commands/template_folders.hpp"

#include <algorithm>

#include "pipeline/forms/load.hpp"
#include "pipeline/model/failure.hpp"

namespace fs = std::filesystem;

namespace carescan::app {

std::vector<fs::path> template_folders(const std::vector<fs::path>& given) {
  for (const fs::path& folder : given)
    if (!fs::is_directory(folder))
      throw Failure{"path-missing", folder.string(), "there is no such folder", "name a template folder"};
  std::vector<fs::path> found = forms::form_folders(given);
  if (found.empty())
    throw Failure{"template-missing", given.front().string(), "no form.json there",
                  "name a folder with a form.json in it"};
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace carescan::app

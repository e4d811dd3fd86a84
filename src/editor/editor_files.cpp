#include "src/editor/editor_files.hpp"

#include <algorithm>
#include <array>

namespace carescan::web {
/// Compiled in by CMake.
const std::vector<PageFile>& editor_page_files();
}  // namespace carescan::web

namespace carescan::editor {

const std::vector<web::PageFile>& editor_files() {
  static const std::vector<web::PageFile> all = [] {
    static constexpr std::array<std::string_view, 4> shared{"app.css", "api.js", "dom.js", "icon.svg"};
    std::vector<web::PageFile> files = web::editor_page_files();
    for (const web::PageFile& file : web::page_files())
      if (std::ranges::find(shared, file.name) != shared.end()) files.push_back(file);
    return files;
  }();
  return all;
}

}  // namespace carescan::editor

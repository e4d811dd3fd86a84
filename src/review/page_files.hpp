#pragma once

#include <string_view>
#include <vector>

namespace carescan::web {

/// One file of the review page (page/), compiled in by CMake.
struct PageFile {
  std::string_view name;  ///< path below page/, "index.html"
  std::string_view type;  ///< Content-Type
  std::string_view bytes;
};

/// All files of page/.
const std::vector<PageFile>& page_files();

}  // namespace carescan::web

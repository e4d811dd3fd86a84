#pragma once

#include <vector>

#include "src/review/page_files.hpp"

namespace carescan::editor {

/// The files of the editor's page: its own (page/), and those it shares with the review page.
const std::vector<web::PageFile>& editor_files();

}  // namespace carescan::editor

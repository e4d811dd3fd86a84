#include "src/commands/separators.hpp"

#include <fmt/format.h>

#include <ostream>

#include "pipeline/batch/separators.hpp"
#include "src/commands/save_file.hpp"

namespace carescan::app {

ExitCode separators(const std::filesystem::path& file, int count, std::ostream& notes) {
  save_file(file, batch::separator_sheets(count));
  notes << fmt::format("{} separator {} to print in {}\n", count, count == 1 ? "sheet" : "sheets", file.string());
  return ExitCode::done;
}

}  // namespace carescan::app

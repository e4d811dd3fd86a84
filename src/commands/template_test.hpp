#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "src/exit_code.hpp"
#include "src/installation.hpp"

namespace carescan::app {

enum class TestFormat { text, json, junit };

struct TemplateTestOptions {
  std::vector<std::filesystem::path> folders;  ///< of templates, or of folders with templates
  int forms = 2;                               ///< filled forms through each scanner
  std::uint64_t seed = 1;
  std::vector<std::filesystem::path> ink{};  ///< stroke files; empty: handwriting-like fonts
  std::filesystem::path writers{};           ///< list of writer ids to use, empty: all
  std::vector<std::string> scanners{"office", "copier", "phone"};
  TestFormat format = TestFormat::text;
  int jobs = 1;                  ///< worker processes
  std::filesystem::path html{};  ///< page of what went wrong, with its ink; empty: none
};

/// `carescan template test DIR...`: paints filled forms, scans them, reads them as `read` does, scores them, and holds
/// the score against the form's gates. Exit 3 when a gate does not hold. JSON is one object a template and line. What
/// is painted and read lies in a folder below the system's temporary one and is gone afterwards.
ExitCode template_test(const TemplateTestOptions&, const Installation&, std::ostream& answer, std::ostream& notes);

}  // namespace carescan::app

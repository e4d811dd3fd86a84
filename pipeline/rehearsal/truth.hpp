#pragma once

#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/rehearsal/paper.hpp"
#include "pipeline/rehearsal/scanner.hpp"

namespace carescan::rehearsal {

/// One filled form among the pages of a source: `source_pages[i]` is the page of the source (from 1) that shows
/// template page i + 1.
struct TrueDocument {
  std::string form{};
  std::string writer{};  ///< whose ink it is: a font's file name or a writer id of the strokes
  std::vector<ScannedPage> pages{};
  std::vector<int> source_pages{};
  std::map<std::string, Filling> fields{};
};

/// <name>.truth.json (docs/truth-and-score.md): what stands on the pages of `source`, a file name.
std::string truth_json(const std::string& source, const std::vector<TrueDocument>&);

}  // namespace carescan::rehearsal

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::rehearsal {

struct SynthOptions {
  int count = 1;
  std::uint64_t seed = 1;
  std::string scanner = "office";            ///< one of scanner_presets()
  std::vector<std::filesystem::path> ink{};  ///< stroke files (.jsonl.gz); empty: handwriting-like fonts
  std::filesystem::path writers{};           ///< list of writer ids to use, empty: all
};

/// Paints `count` filled forms as a scanner would deliver them and writes them with their truth
/// (<name>.truth.json, docs/truth-and-score.md) into `out`. Seeded and deterministic; blank pages (one raster a page,
/// grey) come from the template's blank.
void synth(const FormTemplate&, const std::vector<Raster>& blanks, const SynthOptions&,
           const std::filesystem::path& out);

}  // namespace carescan::rehearsal

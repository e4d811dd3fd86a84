#pragma once

#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "pipeline/model/geometry.hpp"

namespace carescan::rehearsal {

/// What a truth file says stands in one field.
struct TrueField {
  std::string name, state, kind;  ///< kind may be empty: then the record's counts
  nlohmann::json value;
  bool inked = false;   ///< the person wrote or marked there
  std::string cells{};  ///< what stands in each cell, ' ' for nothing; empty where the file does not say
  std::string slip{};   ///< what went awry when it was written, e.g. "overwritten"; mostly nothing
  bool ask = false;     ///< a person should look, however sure a reader is
  int page = 0;         ///< template page; 0 where the file does not say
};

/// Where a template page lies in its source.
struct TruePage {
  int number = 1, source_page = 1, turn_deg = 0;
  double skew_deg = 0;
  std::array<PointPx, 4> corners_px{};
  double width_mm = 210, height_mm = 297;  ///< A4 where the file does not say
  bool placed = false;                     ///< the file says where the corners lie
};

/// One filled form that a source holds.
struct TruthDocument {
  std::string source;  ///< relative to the truth folder
  std::string form, writer;
  std::vector<TruePage> pages;
  std::vector<TrueField> fields;
};

/// Every document of the *.truth.json files below `folder`, in the order of their names. Throws Failure
/// "truth-missing" when there is no such file, "truth-invalid" when one is not what docs/truth-and-score.md says.
std::vector<TruthDocument> read_truths(const std::filesystem::path& folder);

}  // namespace carescan::rehearsal

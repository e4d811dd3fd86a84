#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

#include "pipeline/model/geometry.hpp"

namespace carescan::bench {

using Corners = std::array<PointPx, 4>;  ///< top-left, then clockwise, as printed; px of the source image

/// Where a template page truly lies in the picture that a scanner delivered.
struct TruePage {
  std::string form;
  int number = 1;  ///< template page
  int turn_deg = 0;
  double skew_deg = 0;
  double width_mm = 210, height_mm = 297;
  Corners corners{};
  std::map<std::string, Corners> fields;  ///< of field.box, by field name; empty where the truth file is older
};

/// Pages by source (relative to the folder of scans) and page of the source.
using TruePages = std::map<std::pair<std::string, int>, TruePage>;

/// The geometry in the *.truth.json files below `scans`; none is an empty map (paper that nobody knows). Throws what
/// the JSON library throws when a file is not what docs/truth-and-score.md says.
TruePages read_true_pages(const std::filesystem::path& scans);

}  // namespace carescan::bench

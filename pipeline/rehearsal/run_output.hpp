#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "pipeline/model/geometry.hpp"

namespace carescan::rehearsal {

/// A page as record.json places it.
struct FoundPage {
  std::size_t document = 0;  ///< index into RunOutput::documents
  int number = 1;            ///< template page
  double skew_deg = 0;
  std::array<PointPx, 4> corners_px{};
};

/// One record.json, as JSON: score shares no code with the reader it judges.
struct FoundDocument {
  std::string form;
  std::map<std::string, nlohmann::json> fields;  ///< by name
  std::filesystem::path folder = {};
};

/// What a run left in OUT.
struct RunOutput {
  std::vector<FoundDocument> documents;
  std::map<std::string, std::multimap<int, FoundPage>> pages;  ///< by source name, then page of the source
  std::map<std::string, std::set<int>> quarantined;
};

/// Reads OUT/documents/*/record.json and OUT/quarantine/*.json. Throws Failure "record-invalid".
RunOutput read_run(const std::filesystem::path& out);

/// Whether a source of the run is the one that the truth names `source`. The truth folder may lie above or below the
/// one that was read: names match when one is the end of the other, path part by path part. Numbered images match by
/// any of their names.
bool same_source(const std::string& found, const std::string& source);

}  // namespace carescan::rehearsal

#pragma once

#include <filesystem>
#include <string>

namespace carescan::rehearsal {

/// Scores OUT (a finished run) against the *.truth.json files below `truth`: the JSON object of `score --json`
/// (docs/output-format.md), as bytes. Throws Failure "truth-missing" when no truth belongs to any document.
std::string score(const std::filesystem::path& out, const std::filesystem::path& truth);

/// The same as a table for people.
std::string score_table(const std::string& score_json);

}  // namespace carescan::rehearsal

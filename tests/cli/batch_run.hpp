#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/support/run.hpp"

/// What the tests through `carescan read` share.
namespace carescan::test {

using Json = nlohmann::json;

/// The moment of every run, so that two runs may give the same bytes.
inline const std::string epoch = "SOURCE_DATE_EPOCH=1767322800";

/// Filled care plans of 4 pages as an office scanner delivers them, with their truth.
inline void paint_forms(const fs::path& folder, int count = 2) {
  const Ran ran = run_carescan({"synth", (source_dir() / "templates/care-plan").string(), "--count",
                                std::to_string(count), "--seed", "11", "--out", folder.string()});
  REQUIRE_MESSAGE(ran.exit_code == 0, ran.err);
}

inline Ran read(const fs::path& in, const fs::path& out, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"read", in.string(), "--out", out.string()});
  return run_carescan(more, epoch);
}

inline Json run_status(const fs::path& out) {
  return Json::parse(run_carescan({"status", out.string(), "--json"}).out);
}

/// The document folders of a run.
inline std::vector<fs::path> documents(const fs::path& out) {
  std::vector<fs::path> folders;
  for (const auto& folder : fs::directory_iterator(out / "documents")) folders.push_back(folder.path());
  return folders;
}

}  // namespace carescan::test

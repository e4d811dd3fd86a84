#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/support/run.hpp"

namespace carescan::test {

/// What geometry_bench measures on a folder of scans: one object a page.
inline std::vector<nlohmann::json> measured_pages(const fs::path& scans, const std::vector<std::string>& more = {}) {
  std::vector<std::string> words{(fs::path(CARESCAN_BINARY_DIR) / "geometry_bench").string(), scans.string()};
  words.insert(words.end(), more.begin(), more.end());
  const Ran ran = run(words);
  REQUIRE_MESSAGE(ran.exit_code == 0, ran.err);
  std::vector<nlohmann::json> pages;
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) pages.push_back(nlohmann::json::parse(line));
  return pages;
}

}  // namespace carescan::test

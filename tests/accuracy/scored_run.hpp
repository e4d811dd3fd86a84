#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/support/run.hpp"

namespace carescan::test {

using Json = nlohmann::json;

/// Reads `scans` with the given templates and scores the run against the truth beside them: the object of `score
/// --json`. What every run must hold is checked here: it ends as it should, balances, and all its bundles are valid.
inline Json scored_run(const fs::path& scans, const fs::path& truth, const fs::path& templates, const fs::path& out) {
  const Ran ran = run_carescan({"read", scans.string(), "--out", out.string(), "--templates", templates.string()});
  CHECK_MESSAGE((ran.exit_code == 0 || ran.exit_code == 3), ran.err);
  const Json status = Json::parse(run_carescan({"status", out.string(), "--json"}).out);
  CHECK(status["balances"] == true);
  CHECK(status["pages"]["failed"] == 0);
  CHECK(status["documents"]["invalid_bundles"] == 0);
  const Ran score = run_carescan({"score", out.string(), "--truth", truth.string(), "--json"});
  REQUIRE_MESSAGE(score.exit_code == 0, score.err);
  return Json::parse(score.out);
}

/// Says one line of counts, so that a run of the tests shows the figures it held.
inline void tell(const char* what, const Json& counts) {
  MESSAGE(std::string(what) << ": " << counts.dump());
}

inline fs::path shared_dir() {
  return source_dir() / ".." / "shared";
}

}  // namespace carescan::test

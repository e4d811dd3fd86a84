#include "tests/accuracy/ratchet.hpp"

using namespace carescan::test;

namespace {

// What the samples of the forms beside the care plan hold, all of them read in one run with the whole catalogue.
// clang-format off
//                             group    total  right accepted ≥  asked ≤   measured: right accepted, asked
constexpr Ratchet samples[]{{"fields",  1164,              750,    414},  // 755, 409
                            {"inked",    668,              309,    359},  // 312, 356
                            {"blank",    496,              439,     57}}; // 443, 53
// clang-format on

/// The samples of every form but the care plan, which has a test of its own.
std::size_t gather_other_samples(const fs::path& to) {
  std::size_t sources = 0;
  for (const auto& form : fs::directory_iterator(source_dir() / "samples")) {
    if (!form.is_directory() || form.path().filename() == "care-plan") continue;
    fs::copy(form.path(), to / form.path().filename(), fs::copy_options::recursive);
    for (const auto& file : fs::directory_iterator(form.path())) sources += file.path().extension() == ".pdf" ? 1 : 0;
  }
  return sources;
}

}  // namespace

TEST_CASE("samples of seven forms are told apart and read as well as they were") {
  const Folder folder;
  fs::create_directories(folder / "scans");
  const std::size_t sources = gather_other_samples(folder / "scans");
  CHECK(sources == 14);
  const Json score = scored_run(folder / "scans", folder / "scans", source_dir() / "templates", folder / "out");
  CHECK(score["documents"]["truth"] == sources);
  CHECK(score["documents"]["found"] == sources);
  CHECK(score["pages"]["right"] == score["pages"]["truth"]);
  CHECK(score["pages"]["wrong"] == 0);
  CHECK(score["tables"]["lost"] == 0);
  CHECK(score["tables"]["invented"] == 0);
  for (const Ratchet& ratchet : samples) hold(score, ratchet);
}

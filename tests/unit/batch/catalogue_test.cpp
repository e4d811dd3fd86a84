#include "pipeline/batch/catalogue.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace carescan;
namespace fs = std::filesystem;

namespace {

/// The care plan in a folder of its own, its postcode's comb naming the list of titles.
fs::path copied_plan() {
  const fs::path templates = fs::path(CARESCAN_SOURCE_DIR) / "templates";
  const fs::path folder = fs::path(CARESCAN_BINARY_DIR) / "catalogue-test";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy(templates / "care-plan", folder / "care-plan", fs::copy_options::recursive);
  fs::copy(templates / "lexicons", folder / "lexicons", fs::copy_options::recursive);
  nlohmann::json form = nlohmann::json::parse(std::ifstream(folder / "care-plan/form.json"));
  for (auto& field : form["fields"])
    if (field["name"] == "postcode") field["lexicon"] = "titles";
  std::ofstream(folder / "care-plan/form.json") << form.dump();
  return folder;
}

std::string sha256_in(const fs::path& folder) {
  return batch::load_forms({folder}).at(0).sha256;
}

}  // namespace

TEST_CASE("a list of words that a field is read by makes documents stale and others do not") {
  const fs::path folder = copied_plan();
  const std::string before = sha256_in(folder);
  std::ofstream(folder / "lexicons/of-nobody.txt") << "Atlantis\n";
  CHECK(sha256_in(folder) == before);
  std::ofstream(folder / "lexicons/titles.txt", std::ios::app) << "# nothing but a comment\n";
  CHECK(sha256_in(folder) == before);
  std::ofstream(folder / "lexicons/titles.txt", std::ios::app) << "Viscount\n";
  CHECK(sha256_in(folder) != before);
}

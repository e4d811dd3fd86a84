#include <set>

#include "tests/cli/batch_run.hpp"

using namespace carescan::test;

namespace {

Ran export_run(const fs::path& out, const std::string& format, const fs::path& to) {
  return run_carescan({"export", out.string(), "--format", format, "--to", to.string()});
}

std::vector<Json> resources(const fs::path& file) {
  std::vector<Json> out;
  std::istringstream lines(read_all(file));
  for (std::string line; std::getline(lines, line);) out.push_back(Json::parse(line));
  return out;
}

}  // namespace

TEST_CASE("export writes a run as csv and as resources by type or in one file") {
  const Folder folder;
  paint_forms(folder / "in");
  REQUIRE(read(folder / "in", folder / "out").exit_code == 3);

  CHECK(export_run(folder / "out", "csv", folder / "all.csv").exit_code == 0);
  CHECK(read_all(folder / "all.csv") == read_all(folder / "out" / "records.csv"));

  const Ran ran = export_run(folder / "out", "ndjson", folder / "bulk");
  CHECK_MESSAGE(ran.exit_code == 0, ran.err);
  CHECK(resources(folder / "bulk" / "Patient.ndjson").size() == 2);
  CHECK(resources(folder / "bulk" / "Device.ndjson").size() == 1);
  CHECK(resources(folder / "bulk" / "QuestionnaireResponse.ndjson").size() == 2);

  CHECK(export_run(folder / "out", "ndjson", folder / "all.ndjson").exit_code == 0);
  std::size_t in_files = 0;
  for (const auto& file : fs::directory_iterator(folder / "bulk")) in_files += resources(file.path()).size();
  CHECK(resources(folder / "all.ndjson").size() == in_files);

  CHECK(export_run(folder / "out", "summary", folder / "pages").exit_code == 0);
  for (const fs::path& document : documents(folder / "out")) {
    const std::string page = read_all(folder / "pages" / (document.filename().string() + ".html"));
    CHECK(page.find("Still to be checked against the paper") != std::string::npos);
    CHECK(page.find("<script") == std::string::npos);
  }

  // A document whose bundle was refused is left out, and counted.
  const fs::path one = documents(folder / "out").front();
  fs::rename(one / "bundle.json", one / "bundle.rejected.json");
  const Ran less = export_run(folder / "out", "ndjson", folder / "less.ndjson");
  CHECK(less.exit_code == 3);
  CHECK(less.err.find("1 documents are not in it") != std::string::npos);
  CHECK(resources(folder / "less.ndjson").size() < in_files);
}

TEST_CASE("export says what is wrong with its arguments") {
  const Folder folder;
  CHECK(run_carescan({"export", folder.path().string()}).err.find("--format is missing") != std::string::npos);
  CHECK(export_run(folder.path(), "xml", folder / "x").exit_code == 2);
  CHECK(export_run(folder / "none", "csv", folder / "x.csv").err.find("out-missing") != std::string::npos);
  CHECK_FALSE(fs::exists(folder / "x.csv"));
}

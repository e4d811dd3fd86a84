#include "tests/cli/batch_run.hpp"

using namespace carescan::test;

namespace {

Ran prepare(const std::vector<std::string>& more) {
  std::vector<std::string> words{"template", "prepare"};
  words.insert(words.end(), more.begin(), more.end());
  return run_carescan(words);
}

std::size_t prints_in(const fs::path& folder) {
  std::size_t prints = 0;
  if (fs::is_directory(folder))
    for (const auto& file : fs::directory_iterator(folder)) prints += file.path().extension() == ".print" ? 1 : 0;
  return prints;
}

}  // namespace

TEST_CASE("template prepare keeps a print a page, and a run with them reads what a run without them reads") {
  const Folder folder;
  const fs::path forms = folder / "forms", form = forms / "mark-sheet";
  fs::create_directories(forms);
  fs::copy(source_dir() / "tests/bench/forms/mark-sheet", form, fs::copy_options::recursive);
  REQUIRE(run_carescan({"synth", form.string(), "--count", "2", "--seed", "31", "--out", (folder / "scans").string()})
              .exit_code == 0);
  const auto fields = [&](const std::string& out) {
    const Ran read = run_carescan({"read", (folder / "scans").string(), "--templates", forms.string(), "--out",
                                   (folder / out).string()});
    REQUIRE_MESSAGE(read.exit_code == 3, read.err);
    const Ran table = run_carescan({"export", (folder / out).string(), "--format", "csv", "--to",
                                    (folder / (out + ".csv")).string()});
    REQUIRE_MESSAGE(table.exit_code == 0, table.err);
    return read_all(folder / (out + ".csv"));
  };
  const std::string without = fields("without");
  const Ran first = prepare({forms.string()});
  REQUIRE_MESSAGE(first.exit_code == 0, first.err);
  CHECK_MESSAGE(first.err.find("mark-sheet: 1 pages prepared in ") != std::string::npos, first.err);
  CHECK(prints_in(form / "prepared") == 1);
  CHECK(fields("with") == without);
}

TEST_CASE("preparing again leaves no print of another build behind") {
  const Folder folder;
  const std::string fridge_log = (source_dir() / "docs/examples/fridge-log").string();
  const std::string older = "prints/" + std::string(64, '0') + "-1.print";
  write_all(folder / older, "of an older build");
  for (int i = 0; i < 2; ++i) REQUIRE(prepare({fridge_log, "--out", (folder / "prints").string()}).exit_code == 0);
  CHECK(prints_in(folder / "prints") == 1);
  CHECK_FALSE(fs::exists(folder / older));
}

TEST_CASE("template prepare says what it cannot do") {
  const Folder folder;
  CHECK(prepare({}).exit_code == 2);
  CHECK(prepare({(folder / "nowhere").string()}).exit_code == 2);
  const std::string fridge_log = (source_dir() / "docs/examples/fridge-log").string();
  write_all(folder / "a-file", "in the way");
  const Ran blocked = prepare({fridge_log, "--out", (folder / "a-file").string()});
  CHECK(blocked.exit_code == 4);
  CHECK_MESSAGE(blocked.err.find("out-unwritable") != std::string::npos, blocked.err);
}

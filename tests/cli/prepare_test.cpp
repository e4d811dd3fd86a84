#include "tests/cli/batch_run.hpp"

using namespace carescan::test;

namespace {

Ran prepare(const std::vector<std::string>& more) {
  std::vector<std::string> words{"template", "prepare"};
  words.insert(words.end(), more.begin(), more.end());
  return run_carescan(words);
}

std::vector<fs::path> prints_in(const fs::path& folder) {
  std::vector<fs::path> prints;
  if (fs::is_directory(folder))
    for (const auto& file : fs::directory_iterator(folder))
      if (file.path().extension() == ".print") prints.push_back(file.path());
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
  const std::vector<fs::path> prints = prints_in(form / "prepared");
  REQUIRE(prints.size() == 1);
  CHECK(fields("with") == without);

  // That it is this print by which was read: by another form's in its place, nothing is found.
  const std::string fridge_log = (source_dir() / "docs/examples/fridge-log").string();
  REQUIRE(prepare({fridge_log, "--out", (folder / "other").string()}).exit_code == 0);
  fs::copy_file(prints_in(folder / "other").at(0), prints.at(0), fs::copy_options::overwrite_existing);
  CHECK(fields("exchanged") != without);
}

TEST_CASE("preparing again leaves no print of another build behind") {
  const Folder folder;
  const std::string fridge_log = (source_dir() / "docs/examples/fridge-log").string();
  const std::string older = "prints/" + std::string(64, '0') + "-1.print";
  write_all(folder / older, "of an older build");
  for (int i = 0; i < 2; ++i) REQUIRE(prepare({fridge_log, "--out", (folder / "prints").string()}).exit_code == 0);
  CHECK(prints_in(folder / "prints").size() == 1);
  CHECK_FALSE(fs::exists(folder / older));
}

TEST_CASE("versions of a form in folders of their own are found wherever read finds them") {
  const Folder folder;
  fs::create_directories(folder / "forms/fridge-log");
  fs::copy(source_dir() / "docs/examples/fridge-log", folder / "forms/fridge-log/1.0", fs::copy_options::recursive);
  REQUIRE(prepare({(folder / "forms").string()}).exit_code == 0);
  CHECK(prints_in(folder / "forms/fridge-log/1.0/prepared").size() == 1);
  write_all(folder / "forms/fridge-log/1.0/form.json", "{}");
  CHECK(run_carescan({"template", "check", (folder / "forms").string()}).exit_code == 2);
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

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

TEST_CASE("export for research makes its key and says what it left out") {
  const Folder folder;
  paint_forms(folder / "in", 1);
  REQUIRE(read(folder / "in", folder / "out").exit_code == 3);
  const fs::path key = folder / "out" / "research.key";
  const auto extract = [&](const std::string& to, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"export", (folder / "out").string(), "--format", "research", "--to", (folder / to)});
    return run_carescan(more);
  };

  const Ran ran = extract("extract");
  CHECK(ran.exit_code == 0);
  CHECK(ran.err.find("made the key") != std::string::npos);
  CHECK(ran.err.find("no opt-out list was given") != std::string::npos);
  CHECK(fs::status(key).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(read_all(key).size() == 65);
  for (const char* file : {"documents.csv", "values.csv", "README.txt"})
    CHECK(fs::status(folder / "extract" / file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  const Json truth = Json::parse(read_all(folder / "in" / "care-plan-0001.truth.json"));
  const std::string values = read_all(folder / "extract" / "values.csv");
  CHECK(values.find("care-plan") == std::string::npos);
  CHECK(std::ranges::count(values, '\n') > 20);
  for (const char* field : {"surname", "nhs_number", "date_of_birth", "postcode"}) {
    const Json& value = truth["documents"][0]["fields"][field]["value"];
    if (value.is_string()) CHECK(values.find(value.get<std::string>()) == std::string::npos);
  }

  // Again with the key that is there: the same bytes.
  const Ran again = extract("again");
  CHECK(again.err.find("made the key") == std::string::npos);
  CHECK(contents(folder / "again") == contents(folder / "extract"));

  write_all(folder / "list", "9990000018\n");
  CHECK(extract("listed", {"--opt-out", folder / "list"}).err.find("no opt-out list") == std::string::npos);
  write_all(folder / "list", "no number\n");
  const Ran wrong = extract("wrong", {"--opt-out", folder / "list"});
  CHECK(wrong.exit_code == 2);
  CHECK(wrong.err.find("opt-out-invalid") != std::string::npos);
  CHECK_FALSE(fs::exists(folder / "wrong"));
}

TEST_CASE("export for research takes no key that others can read or that would be handed on") {
  const Folder folder;
  fs::create_directories(folder / "out" / "ledger");
  const auto refused = [&](std::vector<std::string> more) {
    more.insert(more.begin(),
                {"export", (folder / "out"), "--format", "research", "--to", (folder / "extract").string()});
    const Ran ran = run_carescan(more);
    CHECK(ran.exit_code != 0);
    CHECK_FALSE(fs::exists(folder / "extract"));
    return ran.err;
  };
  const fs::path key = folder / "key";
  write_all(key, std::string(64, 'k'));
  fs::permissions(key, fs::perms::owner_read | fs::perms::group_read);
  CHECK(refused({"--key", key}).find("others than its owner") != std::string::npos);
  write_all(folder / "short", "secret");
  fs::permissions(folder / "short", fs::perms::owner_read);
  CHECK(refused({"--key", folder / "short"}).find("fewer than 32") != std::string::npos);
  CHECK(refused({"--key", folder / "extract" / "key"}).find("it would lie in the extract") != std::string::npos);
  CHECK(refused({"--key", folder / "nowhere" / "key"}).find("cannot be written") != std::string::npos);
  CHECK(refused({"--key", folder.path()}).find("no file that can be read") != std::string::npos);
  CHECK(run_carescan({"export", folder / "out", "--format", "csv", "--to", folder / "all.csv", "--key", key})
            .err.find("--key is for --format research") != std::string::npos);
}

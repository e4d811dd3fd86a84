#include "tests/cli/batch_run.hpp"

using namespace carescan::test;

namespace {

std::vector<std::string> bundles(const fs::path& out) {
  std::vector<std::string> files;
  for (const fs::path& folder : documents(out)) files.push_back((folder / "bundle.json").string());
  return files;
}

/// Names, numbers and addresses of the people on the forms, as truth has them.
std::vector<std::string> what_was_written(const fs::path& folder) {
  std::vector<std::string> values;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (!file.path().string().ends_with(".truth.json")) continue;
    const Json truth = Json::parse(read_all(file.path()));
    for (const Json& document : truth["documents"])
      for (const Json& field : document["fields"]) {
        const bool writing = field["kind"] == "text" || field["kind"] == "paragraph" || field["kind"] == "nhs_number" ||
                             field["kind"] == "phone" || field["kind"] == "postcode" || field["kind"] == "date";
        if (writing && field["state"] == "read" && field["value"].get<std::string>().size() > 4)
          values.push_back(field["value"].get<std::string>());
      }
  }
  return values;
}

std::string file_names(const fs::path& folder) {
  std::string names;
  for (const auto& file : fs::recursive_directory_iterator(folder))
    names += fs::relative(file.path(), folder).string() + "\n";
  return names;
}

}  // namespace

TEST_CASE("a batch is read once and balances and its bundles are valid") {
  const Folder folder;
  paint_forms(folder / "in");
  const Ran ran = read(folder / "in", folder / "out", {"--json"});
  CHECK_MESSAGE(ran.exit_code == 3, ran.err);

  std::istringstream lines(ran.out);
  int files = 0;
  for (std::string line; std::getline(lines, line); ++files) CHECK(Json::parse(line)["pages"]["in_document"] == 4);
  CHECK(files == 2);

  const Json state = run_status(folder / "out");
  CHECK(state["balances"] == true);
  CHECK(state["pages"]["in"] == 8);
  CHECK(state["pages"]["in_document"] == 8);
  CHECK(state["documents"]["total"] == 2);
  CHECK(state["fields"]["accepted"] > 0);

  std::vector<std::string> validate = bundles(folder / "out");
  REQUIRE(validate.size() == 2);
  validate.insert(validate.begin(), "validate");
  const Ran valid = run_carescan(validate);
  CHECK_MESSAGE(valid.exit_code == 0, valid.out);

  for (const char* file : {"run.json", "people.json", "records.csv", "report.html", "summary.json"})
    CHECK(fs::exists(folder / "out" / file));
  CHECK_FALSE(fs::exists(folder / "out/.staging"));
}

TEST_CASE("the same command again reads nothing and a changed policy makes everything stale") {
  const Folder folder;
  paint_forms(folder / "in");
  const Ran first = read(folder / "in", folder / "out", {"--json"});
  REQUIRE_MESSAGE(first.exit_code == 3, first.err);
  const auto before = contents(folder / "out");
  const Ran again = read(folder / "in", folder / "out", {"--json"});
  CHECK_MESSAGE(again.err.find("2 of 2 files were read before; 0 to read") != std::string::npos, again.err);
  CHECK(contents(folder / "out") == before);

  std::istringstream lines(again.out);
  long accepted = 0, asked = 0;
  for (std::string line; std::getline(lines, line);) {
    const Json file = Json::parse(line);
    CHECK(file["read_now"] == false);
    CHECK(file["accepted"] > 0);
    accepted += file["accepted"].get<long>();
    asked += file["asked"].get<long>();
  }
  const Json fields = run_status(folder / "out")["fields"];
  CHECK(accepted == fields["accepted"]);
  CHECK(asked == fields["asked"]);

  write_all(folder / "policy.json", R"({"name":"ask everything","accept_inked":{},"accept_blank":{}})");
  const Ran strict = read(folder / "in", folder / "out", {"--policy", (folder / "policy.json").string()});
  CHECK_MESSAGE(strict.err.find("0 fields accepted") != std::string::npos, strict.err);
  CHECK(run_status(folder / "out")["documents"]["total"] == 2);
}

TEST_CASE("a document without a valid bundle is told at the end and first in the report") {
  const Folder folder;
  fs::create_directories(folder / "in");
  fs::copy(source_dir() / "samples/care-plan/jpeg.pdf", folder / "in/jpeg.pdf");
  const Ran valid = read(folder / "in", folder / "out");
  CHECK_MESSAGE(valid.exit_code == 3, valid.err);
  CHECK(valid.err.find("valid FHIR bundle") == std::string::npos);

  // What a refused bundle leaves on disk.
  REQUIRE(documents(folder / "out").size() == 1);
  const fs::path document = documents(folder / "out").front();
  fs::rename(document / "bundle.json", document / "bundle.rejected.json");
  Json record = Json::parse(read_all(document / "record.json"));
  record["issues"].push_back({{"code", "bundle-invalid"}, {"field", ""}, {"page", 0}, {"message", "see outcome.json"}});
  write_all(document / "record.json", record.dump(2));
  const Ran ran = read(folder / "in", folder / "out", {"--quiet"});
  CHECK(ran.exit_code == 3);
  CHECK_MESSAGE(ran.err.find("1 document without a valid FHIR bundle: see outcome.json") != std::string::npos, ran.err);
  CHECK(ran.err.find((document / "outcome.json").string()) != std::string::npos);
  CHECK(read_all(folder / "out/report.html").find("1 document without a valid FHIR bundle") != std::string::npos);
}

TEST_CASE("the same bytes under two names are one document and the copy counts as duplicate pages") {
  const Folder folder;
  const std::string form = read_all(source_dir() / "samples/care-plan/jpeg.pdf");
  for (const char* name : {"in/a.pdf", "in/b.pdf"}) write_all(folder / name, form);
  CHECK(read(folder / "in", folder / "out").exit_code == 3);
  const Json state = run_status(folder / "out");
  CHECK(state["documents"]["total"] == 1);
  CHECK(state["pages"]["in_document"] == 4);
  CHECK(state["pages"]["duplicate"] == 4);
  CHECK(state["balances"] == true);
}

TEST_CASE("shards read apart and merged are the whole") {
  const Folder folder;
  paint_forms(folder / "in");
  REQUIRE(read(folder / "in", folder / "whole").exit_code == 3);
  for (const char* shard : {"0/2", "1/2"}) {
    const Ran part = read(folder / "in", folder / "parts", {"--shard", shard});
    CHECK_MESSAGE((part.exit_code == 0 || part.exit_code == 3), part.err);
  }
  CHECK_FALSE(fs::exists(folder / "parts/report.html"));
  CHECK(run_carescan({"merge", (folder / "parts").string()}).exit_code == 3);
  CHECK(contents(folder / "parts") == contents(folder / "whole"));
}

TEST_CASE("what was written on the forms is in no message and no file name") {
  const Folder folder;
  paint_forms(folder / "in");
  const Ran ran = read(folder / "in", folder / "out", {"--json"});
  REQUIRE_MESSAGE(ran.exit_code == 3, ran.err);
  const std::string told = ran.err + ran.out + file_names(folder / "out");
  const std::vector<std::string> values = what_was_written(folder / "in");
  REQUIRE(values.size() >= 20);
  for (const std::string& value : values) CHECK_MESSAGE(told.find(value) == std::string::npos, value);
}

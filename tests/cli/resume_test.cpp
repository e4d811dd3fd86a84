#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/support/run.hpp"

using namespace carescan::test;
using Json = nlohmann::json;

namespace {

const std::string epoch = "SOURCE_DATE_EPOCH=1767322800";

Ran read(const fs::path& in, const fs::path& out) {
  return run_carescan({"read", in.string(), "--out", out.string()}, epoch);
}

Json pages(const fs::path& out) {
  return Json::parse(run_carescan({"status", out.string(), "--json"}).out)["pages"];
}

fs::path sample(const std::string& name) {
  return source_dir() / "samples/care-plan" / name;
}

/// A folder with one sample in it, read.
void read_one(const Folder& folder) {
  fs::create_directories(folder / "in");
  fs::copy(sample("ccitt.pdf"), folder / "in/ccitt.pdf");
  REQUIRE(read(folder / "in", folder / "out").exit_code == 3);
}

fs::path only_file(const fs::path& folder, const std::string& ending) {
  for (const auto& file : fs::recursive_directory_iterator(folder))
    if (file.path().string().ends_with(ending) && !file.path().string().ends_with(".seen.json")) return file.path();
  return {};
}

}  // namespace

TEST_CASE("an output folder inside the folder read is not read as scans") {
  const Folder folder;
  fs::copy(sample("ccitt.pdf"), folder / "ccitt.pdf");
  for (int i = 0; i < 2; ++i) CHECK(read(folder.path(), folder / "out").exit_code == 3);
  CHECK(pages(folder / "out")["in"] == 4);
}

TEST_CASE("whatever is torn or taken out of the output folder is made anew with the same bytes") {
  const Folder folder;
  read_one(folder);
  const auto whole = contents(folder / "out");
  for (const std::string ending : {"record.json", "bundle.json", "outcome.json", "pages/2.jpg"}) {
    CAPTURE(ending);
    fs::remove(only_file(folder / "out/documents", ending));
    read(folder / "in", folder / "out");
    CHECK(contents(folder / "out") == whole);
  }
  for (const fs::path& file :
       {only_file(folder / "out/documents", "record.json"), only_file(folder / "out/ledger", ".json")}) {
    CAPTURE(file.filename().string());
    fs::resize_file(file, fs::file_size(file) / 2);
    CHECK(read(folder / "in", folder / "out").exit_code == 3);
    CHECK(contents(folder / "out") == whole);
  }
}

TEST_CASE("merge leaves a folder alone that no run made") {
  const Folder folder;
  write_all(folder / "mine/letter.txt", "x");
  const Ran ran = run_carescan({"merge", (folder / "mine").string()});
  CHECK(ran.exit_code == 2);
  CHECK(ran.err.find("out-missing") != std::string::npos);
  CHECK(contents(folder / "mine").size() == 1);
  CHECK(run_carescan({"merge", (folder / "nowhere").string()}).exit_code == 2);
  CHECK_FALSE(fs::exists(folder / "nowhere"));
}

TEST_CASE("a name that is not UTF-8 is read like any other") {
  const Folder folder;
  fs::create_directories(folder / "in");
  fs::copy(sample("ccitt.pdf"), folder / "in" / "caf\xe9.pdf");
  const Ran ran = read(folder / "in", folder / "out");
  CHECK_MESSAGE(ran.exit_code == 3, ran.err);
  CHECK(pages(folder / "out")["in_document"] == 4);
}

TEST_CASE("a numbered set with a file that is no picture keeps its other pages") {
  const Folder folder;
  fs::copy(sample("png-pages"), folder / "in", fs::copy_options::recursive);
  write_all(folder / "in/page-003.png", "");
  const Ran ran = read(folder / "in", folder / "out");
  CHECK(ran.exit_code == 4);
  const Json state = pages(folder / "out");
  CHECK(state["in"] == 4);
  CHECK(state["in_document"] == 3);
  CHECK(state["failed"] == 1);
}

TEST_CASE("a file reached by two paths is one file") {
  const Folder folder;
  fs::create_directories(folder / "in/below");
  fs::copy(sample("ccitt.pdf"), folder / "in/below/ccitt.pdf");
  run_carescan({"read", (folder / "in").string(), (folder / "in/below").string(),
                (folder / "in/below/ccitt.pdf").string(), "--out", (folder / "out").string()});
  CHECK(pages(folder / "out")["in"] == 4);
  CHECK(pages(folder / "out")["duplicate"] == 0);
}

TEST_CASE("half a file is a failure and the whole file under the same name is read") {
  const Folder folder;
  fs::create_directories(folder / "in");
  const std::string whole = read_all(sample("tiff.tif"));
  write_all(folder / "in/scan.tif", whole.substr(0, whole.size() / 2));
  CHECK(read(folder / "in", folder / "out").exit_code == 4);
  write_all(folder / "in/scan.tif", whole);
  CHECK(read(folder / "in", folder / "out").exit_code == 3);
  CHECK(pages(folder / "out")["in_document"] == 4);
  CHECK(pages(folder / "out")["failed"] == 0);
}

TEST_CASE("half a file stays a failure though another folder has a whole one of its name") {
  const Folder folder;
  const std::string whole = read_all(sample("tiff.tif"));
  write_all(folder / "monday/scan.tif", whole.substr(0, whole.size() / 2));
  write_all(folder / "tuesday/scan.tif", whole);
  CHECK(read(folder / "monday", folder / "out").exit_code == 4);
  CHECK(read(folder / "tuesday", folder / "out").exit_code == 3);
  CHECK(pages(folder / "out")["in_document"] == 4);
  CHECK(pages(folder / "out")["failed"] == 1);
}

TEST_CASE("what is wrong with the command is said before an output folder is made") {
  const Folder folder;
  write_all(folder / "policy.json", "{");
  fs::create_directories(folder / "in");
  const Ran ran = run_carescan({"read", (folder / "in").string(), "--out", (folder / "out").string(), "--policy",
                                (folder / "policy.json").string()});
  CHECK(ran.exit_code == 2);
  CHECK_FALSE(fs::exists(folder / "out"));
}

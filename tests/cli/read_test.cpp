#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <thread>

#include "tests/support/run.hpp"

using namespace carescan::test;
using Json = nlohmann::json;

namespace {

const std::string epoch = "SOURCE_DATE_EPOCH=1767322800";

/// Two filled care plans as an office scanner delivers them.
void paint_forms(const fs::path& folder) {
  const Ran ran = run_carescan({"synth", (source_dir() / "templates/care-plan").string(), "--count", "2", "--seed",
                                "11", "--out", folder.string()});
  REQUIRE_MESSAGE(ran.exit_code == 0, ran.err);
}

/// A sound black-and-white PNG of 20,000 × 20,000 pixels: 50 kB on disk, 400 million pixels in memory.
bool paint_wide_png(const fs::path& file) {
  const std::string program =
      "import sys,zlib,struct;"
      "chunk=lambda t,d:struct.pack('>I',len(d))+t+d+struct.pack('>I',zlib.crc32(t+d));"
      "open(sys.argv[1],'wb').write(b'\\x89PNG\\r\\n\\x1a\\n'+chunk(b'IHDR',struct.pack('>IIBBBBB',20000,20000,1,0,0,0,"
      "0))"
      "+chunk(b'IDAT',zlib.compress(bytes(2501*20000)))+chunk(b'IEND',b''))";
  return run({"python3", "-c", program, file.string()}).exit_code == 0;
}

Ran read(const fs::path& in, const fs::path& out, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"read", in.string(), "--out", out.string()});
  return run_carescan(more, epoch);
}

Json run_status(const fs::path& out) {
  return Json::parse(run_carescan({"status", out.string(), "--json"}).out);
}

std::vector<std::string> bundles(const fs::path& out) {
  std::vector<std::string> files;
  for (const auto& folder : fs::directory_iterator(out / "documents"))
    files.push_back((folder.path() / "bundle.json").string());
  return files;
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

TEST_CASE("one worker and two workers and a killed run give the same bytes") {
  const Folder folder;
  paint_forms(folder / "in");
  read(folder / "in", folder / "one", {"--jobs", "1"});
  read(folder / "in", folder / "two", {"--jobs", "2"});
  CHECK(contents(folder / "one") == contents(folder / "two"));

  // Killed hard at several moments, workers and all, and continued each time.
  const std::string command = "env " + epoch + " timeout -s KILL %s " + quoted(binary()) + " read " +
                              quoted((folder / "in").string()) + " --jobs 1 --out " +
                              quoted((folder / "killed").string()) + " </dev/null >/dev/null 2>&1";
  for (const char* seconds : {"0.7", "2.5", "4"}) {
    std::string timed = command;
    timed.replace(timed.find("%s"), 2, seconds);
    REQUIRE(std::system(timed.c_str()) >= 0);
  }
  const Ran last = read(folder / "in", folder / "killed", {"--jobs", "1"});
  CHECK_MESSAGE(last.exit_code == 3, last.err);
  CHECK(contents(folder / "one") == contents(folder / "killed"));
}

TEST_CASE("the same command again reads nothing and a changed policy makes everything stale") {
  const Folder folder;
  paint_forms(folder / "in");
  read(folder / "in", folder / "out");
  const auto before = contents(folder / "out");
  const Ran again = read(folder / "in", folder / "out");
  CHECK(again.err.find("0 to read") != std::string::npos);
  CHECK(contents(folder / "out") == before);

  write_all(folder / "policy.json", R"({"name":"ask everything","accept_inked":{},"accept_blank":{}})");
  const Ran strict = read(folder / "in", folder / "out", {"--policy", (folder / "policy.json").string()});
  CHECK_MESSAGE(strict.err.find("0 fields accepted") != std::string::npos, strict.err);
  CHECK(run_status(folder / "out")["documents"]["total"] == 2);
}

TEST_CASE("bad files cost nobody else anything") {
  const Folder folder;
  paint_forms(folder / "in");
  read(folder / "in", folder / "good");
  const std::string pdf = read_all(fs::exists(folder / "in/care-plan-0001.pdf") ? folder / "in/care-plan-0001.pdf"
                                                                                : folder / "in/care-plan-0002.pdf");
  write_all(folder / "in/text.pdf", "this is not an image");
  write_all(folder / "in/empty.jpg", "");
  REQUIRE(paint_wide_png(folder / "in/wide.png"));
  write_all(folder / "in/cut.tif", std::string("II*\0\x08\0\0\0\x0a", 9));
  if (!pdf.empty()) {
    write_all(folder / "plain.pdf", pdf);
    REQUIRE(run({"qpdf", "--encrypt", "secret", "secret", "256", "--", (folder / "plain.pdf").string(),
                 (folder / "in/locked.pdf").string()})
                .exit_code == 0);
  }
  const Ran ran = read(folder / "in", folder / "out");
  CHECK(ran.exit_code == 4);
  for (const char* code : {"not-an-image", "file-empty", "image-too-large"})
    CHECK_MESSAGE(ran.err.find(code) != std::string::npos, code << " in " << ran.err);
  if (!pdf.empty()) CHECK(ran.err.find("pdf-encrypted") != std::string::npos);
  CHECK(contents(folder / "out/documents") == contents(folder / "good/documents"));
  const Json state = run_status(folder / "out");
  CHECK(state["balances"] == true);
  CHECK(state["pages"]["failed"] == (pdf.empty() ? 4 : 5));
}

TEST_CASE("a file that may not be read is named and the others are read") {
  if (::geteuid() != 0 || std::system("command -v setpriv >/dev/null") != 0) {
    MESSAGE("skipped: needs root and setpriv to become an ordinary user");
    return;
  }
  const Folder folder;
  write_all(folder / "in/locked.png", "x");
  write_all(folder / "in/empty.png", "");
  fs::permissions(folder / "in/locked.png", fs::perms::none);
  fs::create_directories(folder / "out");
  for (const char* each : {"", "in", "out"}) fs::permissions(folder / each, fs::perms::all);
  fs::permissions(folder / "in/empty.png", fs::perms::all);
  fs::permissions(fs::path(binary()), fs::perms::others_exec | fs::perms::others_read, fs::perm_options::add);
  const std::string access = "su nobody -s /bin/sh -c " + quoted("test -x " + quoted(binary())) + " 2>/dev/null";
  if (std::system(access.c_str()) != 0) {
    MESSAGE("skipped: an ordinary user cannot reach the build folder");
    return;
  }
  const Ran ran =
      run({"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", binary(), "read", (folder / "in").string(),
           "--out", (folder / "out").string(), "--templates", (source_dir() / "templates").string()});
  CHECK(ran.exit_code == 4);
  CHECK(ran.err.find("locked.png") != std::string::npos);
  CHECK(ran.err.find("file-unreadable") != std::string::npos);
}

TEST_CASE("the same bytes under two names are one document and the copy counts as duplicate pages") {
  const Folder folder;
  paint_forms(folder / "forms");
  for (const auto& file : fs::directory_iterator(folder / "forms"))
    if (file.path().stem() == "care-plan-0001") {
      fs::create_directories(folder / "in");
      fs::copy(file.path(), folder / "in" / ("a" + file.path().extension().string()));
      fs::copy(file.path(), folder / "in" / ("b" + file.path().extension().string()));
    }
  read(folder / "in", folder / "out");
  const Json state = run_status(folder / "out");
  CHECK(state["documents"]["total"] == 1);
  CHECK(state["pages"]["duplicate"] == 4);
  CHECK(state["balances"] == true);
}

TEST_CASE("shards read apart and merged are the whole") {
  const Folder folder;
  paint_forms(folder / "in");
  read(folder / "in", folder / "whole");
  for (const char* shard : {"0/2", "1/2"}) read(folder / "in", folder / "parts", {"--shard", shard});
  CHECK_FALSE(fs::exists(folder / "parts/report.html"));
  CHECK(run_carescan({"merge", (folder / "parts").string()}).exit_code == 3);
  CHECK(contents(folder / "parts") == contents(folder / "whole"));
}

TEST_CASE("what was written on the forms is in no message") {
  const Folder folder;
  paint_forms(folder / "in");
  const Ran ran = read(folder / "in", folder / "out");
  for (const auto& file : fs::directory_iterator(folder / "in")) {
    if (!file.path().string().ends_with(".truth.json")) continue;
    for (const auto& document : Json::parse(read_all(file.path()))["documents"])
      for (const char* field : {"surname", "nhs_number", "given_names"})
        if (document["fields"].contains(field) && document["fields"][field]["value"].is_string())
          CHECK(ran.err.find(document["fields"][field]["value"].get<std::string>()) == std::string::npos);
  }
}

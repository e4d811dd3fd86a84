#include "pipeline/batch/out_folder.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "pipeline/batch/decision_chain.hpp"
#include "pipeline/batch/worker.hpp"
#include "pipeline/model/failure.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::batch;
namespace fs = std::filesystem;

namespace {

/// A staged document folder holding one file.
fs::path stage(const OutFolder& out, const std::string& text) {
  const fs::path folder = out.staging() / "staged";
  test::write_all(folder / "record.json", text);
  return folder;
}

}  // namespace

TEST_CASE("a committed document is there under its id and nothing of it stays in staging") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  create(out);
  commit_document(out, stage(out, "one"), "id");
  CHECK(test::read_all(out.document("id") / "record.json") == "one");
  CHECK(fs::is_empty(out.staging()));
}

TEST_CASE("reading a document again replaces it and keeps what a person typed") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  create(out);
  commit_document(out, stage(out, "one"), "id");
  test::write_all(out.document("id") / "corrections.jsonl", "typed\n");
  commit_document(out, stage(out, "two"), "id");
  CHECK(test::read_all(out.document("id") / "record.json") == "two");
  CHECK(test::read_all(out.document("id") / "corrections.jsonl") == "typed\n");
  CHECK(fs::is_empty(out.staging()));
}

TEST_CASE("a corrected document that is no longer yielded steps aside and its corrections come back with it") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  create(out);
  commit_document(out, stage(out, "one"), "id");
  test::write_all(out.document("id") / "corrections.jsonl", "typed\n");
  retire_document(out, "id");
  CHECK_FALSE(fs::exists(out.document("id")));
  CHECK(test::read_all(out.superseded() / "id" / "corrections.jsonl") == "typed\n");
  commit_document(out, stage(out, "again"), "id");
  CHECK(test::read_all(out.document("id") / "corrections.jsonl") == "typed\n");
}

TEST_CASE("decisions of a document that stepped aside and came back are in the chain once") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  create(out);
  commit_document(out, stage(out, "one"), "id");
  Chain(out).append(out.document("id") / "corrections.jsonl", R"({"says":"typed"})");
  retire_document(out, "id");
  CHECK(read_chain(out).size() == 1);
  commit_document(out, stage(out, "again"), "id");
  CHECK(read_chain(out).size() == 1);
  CHECK(check_chain(read_chain(out)).empty());
}

TEST_CASE("a line that could not be written whole leaves nothing behind for the next to hang on") {
  const test::Folder folder;
  const fs::path file = folder / "corrections.jsonl";
  append_to_file(file, "the first line\n");
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit nearly_full{20, before.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &nearly_full) == 0);
  CHECK_THROWS_AS(append_to_file(file, "the second line\n"), Failure);
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, ignored);
  CHECK(test::read_all(file) == "the first line\n");
  append_to_file(file, "the second line\n");
  CHECK(test::read_all(file) == "the first line\nthe second line\n");
}

TEST_CASE("what cannot be read to its end is an error, not a shorter file") {
  const test::Folder folder;
  test::write_all(folder / "empty", "");
  CHECK(read_file(folder / "empty").empty());
  CHECK_THROWS_AS(read_file(folder.path()), Failure);
  CHECK_THROWS_AS(read_file(folder / "nowhere"), Failure);
  test::write_all(folder / "long", std::string(200'000, 'x'));
  CHECK(read_file(folder / "long").size() == 200'000);
}

TEST_CASE("an uncorrected document that is no longer yielded goes") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  create(out);
  commit_document(out, stage(out, "one"), "id");
  retire_document(out, "id");
  CHECK_FALSE(fs::exists(out.document("id")));
  CHECK_FALSE(fs::exists(out.superseded() / "id"));
}

TEST_CASE("what is written is for its owner only") {
  const test::Folder folder;
  const OutFolder out{folder / "out"};
  create(out);
  write_file(out, out.run(), "{}");
  struct stat status {};
  REQUIRE(::stat(out.run().c_str(), &status) == 0);
  CHECK((status.st_mode & 077) == 0);
  REQUIRE(::stat(out.documents().c_str(), &status) == 0);
  CHECK((status.st_mode & 077) == 0);
}

TEST_CASE("an output folder that cannot be made is a clear failure") {
  const test::Folder folder;
  test::write_all(folder / "file", "not a folder");
  CHECK_THROWS_AS(create({folder / "file"}), Failure);
}

TEST_CASE("staging of a run that is no longer alive is wiped and that of a living one stays") {
  const test::Folder folder;
  const fs::path staging = folder / ".staging";
  const std::string living = "here-" + std::to_string(::getppid());
  for (const std::string& name : {std::string("here-999999999"), living, std::string("elsewhere-999999999")})
    test::write_all(staging / name / "x", "x");
  wipe_staging({folder.path(), "here-1"});
  CHECK_FALSE(fs::exists(staging / "here-999999999"));
  CHECK(fs::exists(staging / living));
  CHECK(fs::exists(staging / "elsewhere-999999999"));
}

TEST_CASE("a job crosses the pipe whole") {
  Job job{{"folder/scan 1.png", {"/a/scan 1.png", "/a/scan 2.png"}},
          "abc",
          {"copy.png"},
          "2026-01-02T03:04:05Z",
          {{3, "page-crash"}}};
  const Job back = wire::job_from(wire::job(job));
  CHECK(back.source.name == job.source.name);
  CHECK(back.source.files == job.source.files);
  CHECK(back.copies == job.copies);
  CHECK(back.lost == job.lost);
  CHECK(wire::job(back) == wire::job(job));
}

TEST_CASE("a setup crosses the pipe whole") {
  DeskSetup setup;
  setup.out = {"/out", "host-1"};
  setup.templates = {"/t1", "/t2"};
  setup.bundle = fhir::BundleKind::collection;
  setup.tool_version = "0.1.0";
  CHECK(wire::setup(wire::setup_from(wire::setup(setup))) == wire::setup(setup));
}

#include "pipeline/intake/drop_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <thread>

#include "pipeline/model/failure.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::test;
using intake::DropFolder;
using intake::Source;
using std::chrono::milliseconds;

namespace {

/// Believes every file at once, and looks only when it is told.
constexpr intake::Patience at_once{milliseconds(0), milliseconds(0), std::chrono::hours(1)};
/// Believes none that was changed within the last hour.
constexpr intake::Patience never{std::chrono::hours(1), std::chrono::hours(1), std::chrono::hours(1)};

Source source(const fs::path& file) {
  return {file.filename().string(), {fs::weakly_canonical(file)}};
}

}  // namespace

TEST_CASE("a drop folder returns at once the first time and then for every file that came or changed") {
  const Folder folder;
  DropFolder drop({folder.path()}, at_once);
  std::atomic<bool> stop = false;
  CHECK(drop.wait(stop));
  for (const char* bytes : {"a scan", "a scan, and more of it"}) {
    write_all(folder / "scan.pdf", bytes);
    CHECK(drop.wait(stop));
  }
  fs::create_directories(folder / "ward");
  write_all(folder / "ward/scan.pdf", "another");
  CHECK(drop.wait(stop));
  write_all(folder / "ward/next.pdf", "in a folder that was not there at first");
  CHECK(drop.wait(stop));
}

TEST_CASE("a drop folder that is told to stop does so while nothing comes") {
  const Folder folder;
  DropFolder drop({folder.path()}, at_once);
  std::atomic<bool> stop = false;
  CHECK(drop.wait(stop));
  std::thread later([&] { stop = true; });
  CHECK_FALSE(drop.wait(stop));
  later.join();
  CHECK_FALSE(drop.wait(stop));
}

TEST_CASE("a file that somebody is writing is not whole until it is closed") {
  const Folder folder;
  DropFolder drop({folder.path()}, at_once);
  std::atomic<bool> stop = false;
  CHECK(drop.wait(stop));
  std::ofstream writer(folder / "scan.pdf");
  writer << "the first half" << std::flush;
  write_all(folder / "other.pdf", "whole");
  CHECK(drop.wait(stop));  // for the other one
  CHECK_FALSE(drop.is_whole(source(folder / "scan.pdf")));
  CHECK(drop.is_whole(source(folder / "other.pdf")));
  writer << "the second half";
  writer.close();
  CHECK(drop.wait(stop));
  CHECK(drop.is_whole(source(folder / "scan.pdf")));
}

TEST_CASE("a file that was changed a moment ago is not whole and numbered pages have more time") {
  const Folder folder;
  for (const char* name : {"page-1.png", "page-2.png", "scan.pdf"}) write_all(folder / name, "x");
  const Source pages{"page-1.png", {folder / "page-1.png", folder / "page-2.png"}};
  CHECK_FALSE(DropFolder({folder.path()}, never).is_whole(source(folder / "scan.pdf")));
  CHECK(DropFolder({folder.path()}, at_once).is_whole(source(folder / "scan.pdf")));
  const DropFolder drop({folder.path()}, {milliseconds(0), std::chrono::hours(1), std::chrono::hours(1)});
  CHECK(drop.is_whole(source(folder / "scan.pdf")));
  CHECK_FALSE(drop.is_whole(pages));
  CHECK_FALSE(drop.is_whole(source(folder / "not-there.pdf")));
}

TEST_CASE("files are found where the kernel tells nothing") {
  const Folder folder;
  fs::create_directories(folder / "empty/below");
  DropFolder drop({folder.path()}, {milliseconds(0), milliseconds(0), milliseconds(1)});
  std::atomic<bool> stop = false;
  CHECK(drop.wait(stop));
  write_all(folder / "empty/below/scan.pdf", "x");  // no folder that held a scan before
  CHECK(drop.wait(stop));
}

TEST_CASE("a drop folder that is not there is told") {
  CHECK_THROWS_AS(DropFolder({"/nowhere/at/all"}), Failure);
}

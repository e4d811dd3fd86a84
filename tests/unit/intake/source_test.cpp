#include <sys/stat.h>

#include "pipeline/intake/write_image.hpp"
#include "pipeline/records/identity.hpp"
#include "tests/unit/intake/intake_support.hpp"

using namespace intake_tests;
using carescan::intake::find_sources;
using carescan::intake::sha256_of;

namespace {

std::string png() {
  return carescan::intake::encode_png(marked_page(40, 60), 300);
}

/// "name: file, file" of each source.
std::vector<std::string> told(const std::vector<Source>& sources) {
  std::vector<std::string> out;
  for (const Source& s : sources) {
    std::string line = s.name + ":";
    for (const fs::path& f : s.files) line += " " + f.filename().string();
    out.push_back(line);
  }
  return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("numbered pictures of a folder are one source in the order of their numbers") {
  const Folder folder;
  for (const char* name : {"scan-10.png", "scan-9.png", "scan-001.png", "other.png"}) folder.write(name, png());
  CHECK(told(find_sources({folder.path()})) ==
        Lines{"other.png: other.png", "scan-001.png: scan-001.png scan-9.png scan-10.png"});
}

TEST_CASE("pictures whose names differ otherwise stay single sources") {
  const Folder folder;
  for (const char* name : {"anna.jpg", "bert.jpg", "a1.png", "b2.png"}) folder.write(name, png());
  CHECK(find_sources({folder.path()}).size() == 4);
}

TEST_CASE("the last number that varies makes the set") {
  const Folder folder;
  for (const char* name : {"visit1-page1.png", "visit1-page2.png", "visit2-page1.png", "visit2-page2.png"})
    folder.write(name, png());
  CHECK(told(find_sources({folder.path()})) == Lines{"visit1-page1.png: visit1-page1.png visit1-page2.png",
                                                     "visit2-page1.png: visit2-page1.png visit2-page2.png"});
}

TEST_CASE("an earlier number makes the set where the last one stays the same") {
  const Folder folder;
  for (const char* name : {"p1-2024.png", "p2-2024.png"}) folder.write(name, png());
  CHECK(told(find_sources({folder.path()})) == Lines{"p1-2024.png: p1-2024.png p2-2024.png"});
}

TEST_CASE("endings of one family make one set and other families do not join it") {
  const Folder folder;
  for (const char* name : {"s1.jpg", "s2.JPEG", "s3.png"}) folder.write(name, png());
  CHECK(told(find_sources({folder.path()})) == Lines{"s1.jpg: s1.jpg s2.JPEG", "s3.png: s3.png"});
}

TEST_CASE("numbers longer than any integer type are still in order") {
  const Folder folder;
  folder.write("x100000000000000000000000000000.png", png());
  folder.write("x99999999999999999999999999999.png", png());
  const auto sources = find_sources({folder.path()});
  REQUIRE(sources.size() == 1);
  CHECK(sources[0].files[0].filename() == "x99999999999999999999999999999.png");
}

TEST_CASE("a TIFF of several pages and a PDF are never part of a numbered set") {
  const Folder folder;
  const Raster page = bilevel_page(40, 60);
  folder.write("s1.tif", carescan::intake::encode_tiff({page}, true, 300));
  folder.write("s2.tif", carescan::intake::encode_tiff({page}, true, 300));
  folder.write("s3.tif", carescan::intake::encode_tiff({page, page}, true, 300));
  folder.write("d1.pdf", "%PDF-1.7");
  folder.write("d2.pdf", "%PDF-1.7");
  folder.write("s4.tif", "%PDF-1.7");  // the content says so, not the ending
  CHECK(told(find_sources({folder.path()})) ==
        Lines{"d1.pdf: d1.pdf", "d2.pdf: d2.pdf", "s1.tif: s1.tif s2.tif", "s3.tif: s3.tif", "s4.tif: s4.tif"});
}

TEST_CASE("a damaged picture keeps its place in its numbered set") {
  const Folder folder;
  folder.write("s1.png", png());
  folder.write("s2.png", "");
  folder.write("s3.png", png());
  const auto sources = find_sources({folder.path()});
  REQUIRE(sources.size() == 1);
  const PageStream stream(sources[0], "sha", options());
  REQUIRE(stream.size() == 3);
  CHECK(stream.read(1).raster.width == 40);
  CHECK_THROWS_AS((void)stream.read(2), Failure);
  CHECK(stream.read(3).source.page == 3);
}

TEST_CASE("folders are walked and names are relative to them") {
  const Folder folder;
  folder.write("a/b/x.pdf", "%PDF");
  folder.write("a/y.png", png());
  CHECK(told(find_sources({folder.path()})) == Lines{"a/b/x.pdf: x.pdf", "a/y.png: y.png"});
}

TEST_CASE("truth and notes and hidden files are no sources but strangers are") {
  const Folder folder;
  for (const char* name :
       {"x.truth.json", "expected.json", "notes.txt", "README.md", ".hidden.png", ".git/x.png", "Thumbs.db"})
    folder.write(name, "x");
  folder.write("letter.docx", "PK");
  CHECK(told(find_sources({folder.path()})) == Lines{"letter.docx: letter.docx"});
}

TEST_CASE("a file named by the user is a source whatever its ending") {
  const Folder folder;
  const fs::path notes = folder.write("notes.txt", "hello");
  CHECK(told(find_sources({notes})) == Lines{"notes.txt: notes.txt"});
}

TEST_CASE("a file named twice is read once") {
  const Folder folder;
  const fs::path file = folder.write("x.png", png());
  CHECK(find_sources({file, file}).size() == 1);
  CHECK(find_sources({folder.path(), folder.path()}).size() == 1);
}

TEST_CASE("symbolic links inside a folder are not followed") {
  const Folder folder, outside;
  outside.write("secret.png", png());
  fs::create_symlink(outside / "secret.png", folder / "link.png");
  fs::create_directory_symlink(outside.path(), folder / "folder");
  fs::create_directory_symlink(folder.path(), folder / "circle");
  CHECK(find_sources({folder.path()}).empty());
}

TEST_CASE("a path that does not exist is a failure") {
  const Folder folder;
  try {
    (void)find_sources({folder / "missing.pdf"});
    FAIL("no failure");
  } catch (const Failure& f) {
    CHECK(f.code == "path-missing");
  }
}

TEST_CASE("a pipe named by the user fails instead of blocking") {
  const Folder folder;
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  const auto sources = find_sources({folder / "pipe"});
  REQUIRE(sources.size() == 1);
  CHECK(failure_of(sources[0]) == "file-unreadable");
  CHECK_THROWS_AS((void)sha256_of(sources[0]), Failure);
}

TEST_CASE("a file or folder without permission fails visibly") {
  if (geteuid() == 0) {
    MESSAGE("skipped: root reads everything");
    return;
  }
  const Folder folder;
  fs::permissions(folder.write("locked.png", png()), fs::perms::none);
  fs::create_directory(folder / "sub");
  fs::permissions(folder / "sub", fs::perms::none);
  const auto sources = find_sources({folder.path()});
  REQUIRE(sources.size() == 2);
  for (const Source& s : sources) CHECK(failure_of(s) == "file-unreadable");
  fs::permissions(folder / "sub", fs::perms::owner_all);
}

TEST_CASE("names that are no UTF-8 or hold control characters can be written anywhere") {
  const Folder folder;
  folder.write(
      "a\xff"
      "b\n.pdf",
      "%PDF");
  const auto sources = find_sources({folder.path()});
  REQUIRE(sources.size() == 1);
  CHECK(sources[0].name ==
        "a\xEF\xBF\xBD"
        "b\xEF\xBF\xBD.pdf");
}

TEST_CASE("the hash of a source is that of its bytes or of the hashes of its files") {
  const Folder folder;
  const fs::path a = folder.write("s1.png", "one"), b = folder.write("s2.png", "two");
  const std::string one = carescan::records::sha256_hex("one"), two = carescan::records::sha256_hex("two");
  CHECK(sha256_of({"s1.png", {a}}) == one);
  CHECK(sha256_of({"s1.png", {a, b}}) == carescan::records::sha256_hex(one + two));
}

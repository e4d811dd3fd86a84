#include "tests/cli/batch_run.hpp"

using namespace carescan::test;

namespace {

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

fs::path sound_pdf() {
  return source_dir() / "samples/care-plan/jpeg.pdf";
}

/// carescan with all it needs, where every user may reach it; returns the program.
fs::path install(const fs::path& folder) {
  fs::create_directories(folder);
  const fs::path built = fs::path(binary()).parent_path();
  for (const char* program : {"carescan", "carescan-pdf"}) fs::copy(built / program, folder / program);
  fs::copy(source_dir() / "templates", folder / "templates", fs::copy_options::recursive);
  return folder / "carescan";
}

void open_to_everybody(const fs::path& folder) {
  fs::permissions(folder, fs::perms::all);
  for (const auto& file : fs::recursive_directory_iterator(folder)) fs::permissions(file.path(), fs::perms::all);
}

}  // namespace

TEST_CASE("bad files cost nobody else anything") {
  const Folder folder;
  fs::create_directories(folder / "in");
  fs::copy(sound_pdf(), folder / "in/sound.pdf");
  REQUIRE(read(folder / "in", folder / "good").exit_code == 3);
  REQUIRE(documents(folder / "good").size() == 1);

  write_all(folder / "in/text.pdf", "this is not an image");
  write_all(folder / "in/empty.jpg", "");
  write_all(folder / "in/cut.tif", std::string("II*\0\x08\0\0\0\x0a", 9));
  REQUIRE(paint_wide_png(folder / "in/wide.png"));
  REQUIRE(run({"qpdf", "--encrypt", "secret", "secret", "256", "--", sound_pdf().string(),
               (folder / "in/locked.pdf").string()})
              .exit_code == 0);
  const Ran ran = read(folder / "in", folder / "out");
  CHECK(ran.exit_code == 4);
  for (const char* told : {"text.pdf, page 1: ", "(not-an-image)", "(file-empty)", "(image-too-large)",
                           "(image-broken)", "(pdf-encrypted)"})
    CHECK_MESSAGE(ran.err.find(told) != std::string::npos, told << " in " << ran.err);
  CHECK(contents(folder / "out/documents") == contents(folder / "good/documents"));
  const Json state = run_status(folder / "out");
  CHECK(state["balances"] == true);
  CHECK(state["pages"]["failed"] == 5);
  CHECK(state["pages"]["in_document"] == 4);
}

TEST_CASE("a file or folder that may not be read is named and the others are read") {
  if (::geteuid() != 0 || std::system("command -v setpriv >/dev/null") != 0) {
    MESSAGE("skipped: needs root and setpriv to become an ordinary user");
    return;
  }
  const Folder folder;
  const fs::path program = install(folder / "app");
  fs::create_directories(folder / "in");
  fs::copy(sound_pdf(), folder / "in/sound.pdf");
  fs::copy(sound_pdf(), folder / "in/locked.pdf");
  open_to_everybody(folder.path());
  fs::permissions(folder / "in/locked.pdf", fs::perms::none);
  fs::create_directories(folder / "in/lost+found/deep");
  fs::permissions(folder / "in/lost+found", fs::perms::none);
  const auto as_nobody = [&](const std::vector<std::string>& arguments) {
    std::vector<std::string> words{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return run(words);
  };
  const std::vector<std::string> command{"read", (folder / "in").string(), "--out", (folder / "out").string()};
  const Ran ran = as_nobody(command);
  CHECK_MESSAGE(ran.exit_code == 4, ran.err);
  CHECK(ran.err.find("locked.pdf") != std::string::npos);
  CHECK(ran.err.find("file-unreadable") != std::string::npos);
  const Json state = run_status(folder / "out");
  CHECK(ran.err.find("lost+found") != std::string::npos);
  CHECK(state["pages"]["failed"] == 2);
  CHECK(state["pages"]["in_document"] == 4);
  CHECK(state["documents"]["total"] == 1);
  CHECK(state["balances"] == true);

  // The locked file was not read before, and is not said to have been.
  const Ran again = as_nobody(command);
  CHECK_MESSAGE(again.err.find("1 of 3 files were read before; 0 to read; 2 may not be opened") != std::string::npos,
                again.err);

  // Once the folder is open what lies in it is read, and it counts as failed no more.
  write_all(folder / "in/lost+found/late.pdf", "%PDF-1.4 cut off");
  open_to_everybody(folder / "in/lost+found");
  CHECK(as_nobody(command).exit_code == 4);
  CHECK(run_status(folder / "out")["pages"]["failed"] == 2);
}

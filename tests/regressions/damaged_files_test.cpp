// Numbered files, each with one fault, and what intake must say of it. A file that once crashed or was read wrongly
// gets the next number here.
#include <fcntl.h>

#include <chrono>
#include <functional>

#include "tests/regressions/faults.hpp"

using namespace faults;

namespace {

/// One fault: the file's name, how its bytes are made, and the code it must end with ("" where it must be read).
struct Fault {
  const char* name;
  std::function<std::string()> bytes;
  const char* code;
};

const std::vector<Fault>& corpus() {
  static const std::vector<Fault> all{
      {"001-no-bytes.pdf", [] { return ""; }, "file-empty"},
      {"002-text.pdf", [] { return "Dear Sir or Madam"; }, "not-an-image"},
      {"003-zero-bytes.tif", [] { return std::string(5000, '\0'); }, "not-an-image"},
      {"004-office.docx", [] { return "PK\x03\x04 and so on"; }, "not-an-image"},
      {"005-heic.jpg", [] { return std::string("\0\0\0\x18", 4) + "ftypheic" + std::string(90, 'x'); }, "not-an-image"},
      {"006-png-signature-only.png", [] { return png().substr(0, 8); }, "image-broken"},
      {"007-jpeg-marker-only.jpg", [] { return "\xFF\xD8\xFF"; }, "image-broken"},
      {"008-tiff-header-only.tif", [] { return std::string("II*\0\x08\0\0\0", 8); }, "image-broken"},
      {"009-pdf-header-only.pdf", [] { return "%PDF-1.7\n"; }, "pdf-broken"},
      {"010-png-400-megapixels.png", [] { return png_of_size(20000, 20000); }, "image-too-large"},
      {"011-png-65535-squared.png", [] { return png_of_size(65535, 65535); }, "image-too-large"},
      {"012-png-2-billion-wide.png", [] { return png_of_size(0x7FFFFFFF, 1); }, "image-broken"},
      {"013-jpeg-65500-squared.jpg", [] { return jpeg_of_size(65500, 65500); }, "image-too-large"},
      {"014-tiff-65535-squared.tif", [] { return tiff_of_size(65535, 65535); }, "image-too-large"},
      {"015-tiff-no-rows.tif", [] { return tiff_of_size(100, 0); }, "image-broken"},
      {"016-tiff-in-a-circle.tif", [] { return circular_tiff(); }, "image-broken"},
      {"017-jpeg-cut-off.jpg", [] { return jpeg().substr(0, jpeg().size() * 2 / 3); }, "image-broken"},
      {"018-jpeg-padded-with-zeros.jpg", [] { return padded(jpeg(), '\0'); }, ""},
      {"019-jpeg-padded-with-rubbish.jpg", [] { return padded(jpeg(), 'x'); }, "image-broken"},
      {"020-png-wrong-checksum.png", [] { return flipped(png(), png().size() / 2, 3); }, "image-broken"},
      {"021-rubbish-before-pdf.pdf", [] { return "rubbish\n" + scan_pdf(); }, ""},
      {"022-rubbish-after-pdf.pdf", [] { return scan_pdf() + std::string(2000, 'x'); }, ""},
      {"023-pdf-needs-password.pdf", [] { return encrypted(scan_pdf(), "secret"); }, "pdf-encrypted"},
      {"024-pdf-empty-user-password.pdf", [] { return encrypted(scan_pdf(), ""); }, ""},
      {"025-pdf-without-pages.pdf", [] { return pdf_with_kids("", 0); }, "pdf-no-pages"},
      {"026-pdf-claims-a-million-pages.pdf", [] { return pdf_with_kids("3 0 R", 1'000'000); }, "pdf-broken"},
      {"027-pdf-of-20000-pages.pdf", [] { return pdf_with_kids(repeated("3 0 R ", 20000), 20000); }, "too-many-pages"},
      {"028-pdf-page-missing.pdf", [] { return pdf_with_kids("3 0 R 99 0 R", 2); }, "pdf-broken"},
      {"029-pdf-page-tree-in-a-circle.pdf", [] { return pdf_with_kids("3 0 R 2 0 R", 2); }, "pdf-broken"},
      {"030-pdf-page-null.pdf", [] { return pdf_with_kids("null", 1); }, "pdf-broken"},
      {"031-pdf-scan-of-3600-megapixels.pdf", [] { return pdf_of_image_size(60000, 60000); }, "image-too-large"},
      {"032-pdf-scan-unpacks-to-64-megabytes.pdf", [] { return flate_bomb(); }, "image-broken"},
      {"033-pdf-scan-shorter-than-it-says.pdf", [] { return pdf_of_image_size(100, 101); }, "image-broken"},
      {"034-pdf-scan-without-width.pdf", [] { return pdf_of_image_size(0, 100); }, "image-broken"},
      {"035-pdf-page-of-no-size.pdf", [] { return pdf_with_box("0 0 0 0"); }, ""},
      {"036-pdf-page-of-35-kilometres.pdf", [] { return pdf_with_box("0 0 99999999 99999999"); }, "image-too-large"},
      {"037-pdf-box-of-words.pdf", [] { return pdf_with_box("/a /b /c /d"); }, ""},
      {"038-pdf-jpeg-cut-off.pdf", [] { return pdf_with_cut_jpeg(); }, "image-broken"},
      {"039-tiff-second-page-cut-off.tif", [] { return two_page_tiff_cut_off(); }, "image-broken"},
      {"040-pdf-parents-in-a-circle.pdf", [] { return pdf_parent_of_itself(); }, ""},
  };
  return all;
}

/// What is written to standard error while `work` runs.
std::string heard(const std::function<void()>& work) {
  const Folder folder;
  std::fflush(stderr);
  const int kept = dup(STDERR_FILENO), file = open((folder / "err").c_str(), O_RDWR | O_CREAT, 0600);
  dup2(file, STDERR_FILENO);
  work();
  std::fflush(stderr);
  dup2(kept, STDERR_FILENO);
  close(kept);
  close(file);
  return intake_tests::bytes_in(folder / "err");
}

}  // namespace

TEST_CASE("every numbered damaged file ends as it must and soon") {
  const Folder folder;
  for (const Fault& fault : corpus()) {
    CAPTURE(std::string(fault.name));
    const auto file = folder.write(fault.name, fault.bytes());
    const auto begin = std::chrono::steady_clock::now();
    CHECK(intake_tests::failure_of(file) == std::string(fault.code));
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
    fs::remove(file);
  }
}

TEST_CASE("damaged files make no noise") {
  const Folder folder;
  std::vector<fs::path> files;
  for (const Fault& fault : corpus()) files.push_back(folder.write(fault.name, fault.bytes()));
  const std::string noise = heard([&] {
    for (const fs::path& file : files) (void)ending_of(file);
  });
  CHECK(noise == "");
}

TEST_CASE("a damaged file changes nothing of the others in its folder") {
  const Folder folder;
  folder.write("good.png", png());
  const PageImage alone = intake_tests::first_page(folder / "good.png");
  for (const Fault& fault : corpus()) folder.write(fault.name, fault.bytes());
  int read = 0;
  for (const Source& source : carescan::intake::find_sources({folder.path()}))
    if (source.name == "good.png") {
      const PageStream stream(source, carescan::intake::sha256_of(source), intake_tests::options());
      CHECK(intake_tests::difference(stream.read(1).raster, alone.raster) == 0);
      ++read;
    }
  CHECK(read == 1);
}

TEST_CASE("a file cut off anywhere fails or is whole") {
  const Folder folder;
  for (const auto& [name, bytes] : sound_files()) {
    const std::vector<Raster> whole = pages_of(folder.write(name, bytes)).pages;
    REQUIRE_FALSE(whole.empty());
    for (int percent = 0; percent < 100; percent += 4) {
      CAPTURE(name);
      CAPTURE(percent);
      const auto kept = bytes.size() * static_cast<std::size_t>(percent) / 100;
      const Ending end = pages_of(folder.write(name, bytes.substr(0, kept)));
      if (!end.code.empty()) continue;
      REQUIRE(end.pages.size() == whole.size());
      for (std::size_t i = 0; i < whole.size(); ++i) CHECK(intake_tests::difference(end.pages[i], whole[i]) == 0);
    }
  }
}

TEST_CASE("a flipped bit never crashes and never changes the size of a page without a word") {
  const Folder folder;
  std::uint32_t seed = 12345;
  for (const auto& [name, bytes] : sound_files())
    for (int i = 0; i < 60; ++i) {
      seed = seed * 1664525 + 1013904223;  // Knuth's and Lewis's generator: the same flips everywhere
      const std::size_t at = seed % bytes.size();
      CAPTURE(name);
      CAPTURE(at);
      const Ending end = pages_of(folder.write(name, flipped(bytes, at, static_cast<int>(seed >> 29))));
      if (end.code.empty()) CHECK_FALSE(end.pages.empty());
      if (end.code.empty() && name == "a.png")  // checksums find every flip of a PNG's pixels
        CHECK(intake_tests::difference(end.pages[0], sound_page()) == 0);
    }
}

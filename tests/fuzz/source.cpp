#include "pipeline/intake/page_stream.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace carescan;

/// A file that somebody scanned: PDF, TIFF, JPEG or PNG by its first bytes; every page is decoded, none is rendered.
int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::filesystem::path file = fuzz::file_with(fuzz::text_of(bytes, size));
  intake::IntakeOptions options;
  options.max_pixels = 1'000'000;  // what is larger is refused before it costs anything
  options.max_pages = 20;
  fuzz::expect_answer([&] {
    const intake::PageStream pages({"scan", {file}}, std::string(64, '0'), options);
    for (int number = 1; number <= pages.size(); ++number)
      fuzz::expect_answer([&] {
        const PageImage page = pages.read(number);
        if (page.raster.width < 1 || page.raster.height < 1) fuzz::finding("a page without extent");
      });
  });
  return 0;
}

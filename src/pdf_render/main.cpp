// carescan-pdf: renders one page of a PDF for carescan, or tells its words, and nothing else. Poppler's parser is the
// most attacked code of the product, so it runs in this small program, under limits, and Poppler's licence (GPL) stays
// with it.
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "pipeline/sandbox/sandbox.hpp"
#include "src/pdf_render/render.hpp"
#include "src/pdf_render/words.hpp"

namespace {

constexpr const char* usage =
    "Usage: carescan-pdf render FILE PAGE DPI grey|colour MAX_PIXELS\n"
    "       carescan-pdf words FILE PAGE\n"
    "Writes the page as PGM or PPM, or its words and where they stand, to standard output. carescan calls it; there "
    "is\n"
    "no need to.\n"
    "Exit codes: 0 done, 2 usage, 10 not readable, 11 needs a password, 12 no such page, 13 too large, 14 damaged.\n";

/// A positive whole number, or 0.
long number(const char* text) {
  char* end = nullptr;
  const long value = std::strtol(text, &end, 10);
  return *text != '\0' && *end == '\0' && value > 0 ? value : 0;
}

/// Words need far less memory than a page that is drawn.
constexpr long pixels_for_words = 10'000'000;

/// Reads `file` and fonts, writes to standard output, and can do nothing else.
void confine(const char* file, long max_pixels) {
  using namespace carescan;
  // The page in colour, a decoded picture of the same size, a transparency group; and the libraries and fonts.
  constexpr rlim_t libraries = rlim_t{768} << 20;
  sandbox::limit({.address_space = libraries + 12 * static_cast<rlim_t>(max_pixels), .cpu_seconds = 120});
  sandbox::confine({.read = {file}, .write = {}, .run = {}});
}

}  // namespace

int main(int argc, char** argv) {
  using namespace carescan::pdf_render;
  if (argc == 2 && std::strcmp(argv[1], "--help") == 0) return std::fputs(usage, stdout) < 0;
  if (argc == 4 && std::strcmp(argv[1], "words") == 0 && number(argv[3]) > 0) {
    confine(argv[2], pixels_for_words);
    return static_cast<int>(write_words(argv[2], number(argv[3])));
  }
  const bool known = argc == 7 && std::strcmp(argv[1], "render") == 0;
  const bool colour = known && std::strcmp(argv[5], "colour") == 0;
  if (!known || (!colour && std::strcmp(argv[5], "grey") != 0)) return std::fputs(usage, stderr), 2;
  const Order order{argv[2], number(argv[3]), number(argv[4]), colour, number(argv[6])};
  if (order.page == 0 || order.dpi == 0 || order.max_pixels == 0) return std::fputs(usage, stderr), 2;
  confine(argv[2], order.max_pixels);
  return static_cast<int>(render(order));
}

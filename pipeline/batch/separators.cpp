#include "pipeline/batch/separators.hpp"

#include <fmt/format.h>

#include "pipeline/batch/page_code.hpp"
#include "pipeline/imaging/codes.hpp"
#include "pipeline/intake/write_image.hpp"

namespace carescan::batch {
namespace {

constexpr double width_mm = 210, height_mm = 297;
constexpr double margin_mm = 15;  ///< printers leave the paper's edge white
constexpr double big_code_mm = 87, small_code_mm = 23.2;
constexpr double text_left_mm = 46;                      ///< beside the code in the corner
constexpr const char* brand = "0.114 0.306 0.361 rg\n";  ///< the green-blue of the shipped forms
constexpr const char* black = "0 g\n";

/// PDF operators that fill the dark modules of a code, its lower left corner at (x, y): neighbours in a row in one go.
std::string code_at(double x, double y, double side_mm) {
  static const Raster code = imaging::draw_code(separator_code, imaging::CodeFormat::qr);
  const double module = side_mm / code.width;
  std::string out;
  const auto dark = [&](int row, int column) {
    return column < code.width && code.pixels[static_cast<std::size_t>(row * code.width + column)] == 0;
  };
  for (int row = 0; row < code.height; ++row)
    for (int column = 0; column < code.width; ++column) {
      const int from = column;
      while (dark(row, column)) ++column;
      if (column > from)
        out += fmt::format("{:.3f} {:.3f} {:.3f} {:.3f} re\n", x + from * module, y + side_mm - (row + 1) * module,
                           (column - from) * module, module);
    }
  return out + "f\n";
}

std::string text_at(double x, double y, const char* font, double size_mm, const std::string& text) {
  return fmt::format("BT /{} {} Tf {} {} Td ({}) Tj ET\n", font, size_mm, x, y, text);
}

/// What one end of the sheet shows, seen with that end up.
std::string one_end() {
  constexpr double top = height_mm - margin_mm;
  std::string out = black;
  out += code_at(margin_mm, top - small_code_mm, small_code_mm);
  out += code_at(width_mm - margin_mm - small_code_mm, top - small_code_mm, small_code_mm);
  out += brand + text_at(text_left_mm, top - 9.5, "Bold", 13, "Separator sheet");
  out += text_at(text_left_mm, top - 19, "Regular", 5.4, "Here one form ends and the next begins.");
  out += fmt::format("{} {} {} 0.6 re f\n", margin_mm, top - 33.6, width_mm - 2 * margin_mm);
  out += black;
  double y = top - 44;
  for (const char* line : {"Lay one between two forms before you scan, fax or photograph the pile.",
                           "Any way up will do. Use it again, or copy it."}) {
    out += text_at(margin_mm, y, "Regular", 5, line);
    y -= 7.2;
  }
  return out;
}

std::string sheet() {
  const std::string upside_down = fmt::format("-1 0 0 -1 {} {} cm\n", width_mm, height_mm);
  return "q\n" + one_end() + code_at((width_mm - big_code_mm) / 2, (height_mm - big_code_mm) / 2, big_code_mm) +
         "Q\nq\n" + upside_down + one_end() + "Q\n";
}

}  // namespace

std::string separator_sheets(int count) {
  return intake::encode_drawn_pdf(sheet(), width_mm, height_mm, count);
}

}  // namespace carescan::batch

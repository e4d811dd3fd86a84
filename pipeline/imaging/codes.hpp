#pragma once

#include <array>
#include <string>
#include <vector>

#include "pipeline/imaging/register.hpp"
#include "pipeline/model/geometry.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::imaging {

/// The symbologies that forms and separator sheets use.
enum class CodeFormat { qr, data_matrix, code_128 };

/// A code that was read. Its text may be anything, a person's number too: it is for comparing, not for writing down.
struct PrintedCode {
  std::string text;  ///< UTF-8
  CodeFormat format = CodeFormat::qr;
  std::array<PointPx, 4> corners_px;  ///< top-left as the code stands, then clockwise
};

/// All codes in a grey picture, in any direction, each place once: read by ZXing, which checks what it reads
/// (Reed–Solomon, or the check character of Code 128). A torn, smeared or tiny code is simply not among them. Meant for
/// a page of which nothing is known: some 0.1 s for A4 at 300 dpi.
std::vector<PrintedCode> find_codes(const Raster& grey);

/// The codes at the one place where the registered page has its own (PagePrint::code_box): a small upright cutting that
/// is tried in several sharpnesses, a few ms at most. None where the print has no code, or its place cannot be read.
/// Corners are px of the cutting.
std::vector<PrintedCode> codes_in_place(const Straightened&, const Registration&, const PagePrint&);

/// Where the sheet lies by its code alone: the affine map from template mm to px of the picture in which the code was
/// found that brings `printed`, the code's box on the blank, onto its corners. Good to about 1 % of the distance from
/// the code: enough to begin looking for printing, not to read anything by.
Homography map_by_code(const PrintedCode&, const BoxMm& printed);

/// A code as a picture of one px a module (Code 128: a px wide each, one row), black on white, without its quiet zone.
/// Throws std::invalid_argument where the text does not go into the symbology.
Raster draw_code(const std::string& text, CodeFormat);

}  // namespace carescan::imaging

#pragma once

#include "pipeline/imaging/register.hpp"

namespace carescan::imaging {

/// A straightened page and the printed page it lies on: what readers read from.
struct RegisteredPage {
  Straightened page;
  Registration registration;
  PagePrint print;
  double contrast = 1;  ///< how much of the blank's contrast the scan shows (printing_contrast), 1 unless told
};

/// One area of the form as scanned and as printed, in the same frame.
struct FieldCrop {
  BoxMm area;  ///< what the crop shows, template mm
  double px_per_mm = 0;
  Raster scan;        ///< grey, paper white
  Raster blank;       ///< the printing of the same area, where the template has it: the scan is shifted onto it
  Raster ink;         ///< scan with the printing taken away: what a person added, dark on white
  double beyond = 0;    ///< share of the box (without margin) that lies outside the scan
  double contrast = 1;  ///< the page's
};

/// Cuts `box` grown by `margin_mm` out of the page at `px_per_mm` (0: the source's own resolution), after a local
/// refinement on the printing around it. Parts outside the scan are white.
FieldCrop cut(const RegisteredPage&, const BoxMm& box, double margin_mm, double px_per_mm = 0);

/// Resolution of a sheet that is looked at as a whole: by people, for ink that no field owns, to know it again.
inline constexpr double sheet_dpi = 150;

/// The whole sheet as registered, at sheet_dpi; nothing is refined for a place on it.
FieldCrop cut_sheet(const RegisteredPage&);

/// How dark the printing of a sheet came out, as a share of how dark the blank has it: the median over its printing, 1
/// at most, and 1 for a sheet with nothing dark printed. Photographs, pale copies and worn toner show half of it or less.
double printing_contrast(const FieldCrop& sheet);

/// The whole page straightened to template mm at `dpi`.
Raster registered_picture(const RegisteredPage&, double dpi);

}  // namespace carescan::imaging

#pragma once

#include <string>

#include "pipeline/model/raster.hpp"

namespace carescan {

/// Where a page image comes from, as record.json names it.
struct PageSource {
  std::string file;    ///< name of the file relative to the folder that was read; never an absolute path
  std::string sha256;  ///< of the whole source (see intake/source.hpp), lower-case hex
  int page = 1;        ///< page of the source, from 1
  bool operator==(const PageSource&) const = default;
};

/// One page as the scanner delivered it: EXIF and PDF page turns are applied, nothing else is.
/// Pixel coordinates of the *source image* everywhere else mean pixels of this raster.
struct PageImage {
  Raster raster;
  double dpi = 0;  ///< what the file says, 0 where it says nothing believable (then assume A4 fills the image)
  PageSource source;
};

}  // namespace carescan

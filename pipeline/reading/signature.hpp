#pragma once

#include "pipeline/imaging/crop.hpp"
#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"

namespace carescan::reading {

/// Whether somebody signed: `read, true`, or `blank` without a value. Ink statistics, never OCR; the crop
/// stays with the page picture. Between a speck and a signature lies ink that a person is asked about. Never throws for
/// poor ink.
Reading read_signature(const Field&, const imaging::FieldCrop&, const std::vector<BoxMm>& rivals);

}  // namespace carescan::reading

#pragma once

#include <vector>

#include "pipeline/imaging/frames.hpp"
#include "pipeline/intake/pdf_words.hpp"
#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"
#include "pipeline/reading/text_engine.hpp"

namespace carescan::drafting {

/// The lines of type on a picture of an empty form as words of a PDF would be: found in its pixels, read by the engine.
/// What the engine is unsure of is left out: a wrong name is worse than none.
std::vector<intake::PrintedWord> scan_words(const Raster& page, const FormPage&, const imaging::Frames&,
                                            reading::TextEngine&);

}  // namespace carescan::drafting

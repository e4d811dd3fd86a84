#pragma once

#include <filesystem>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::rehearsal {

/// Makes a form's samples (samples/README.md) in `out`, one black and white and one grey: the same bytes from the same
/// template, blanks and fonts.
void make_samples(const FormTemplate&, const std::vector<Raster>& blanks, const std::filesystem::path& out);

/// The same for the main sample, samples/care-plan: a file from every kind of machine, and a batch of three people. The
/// form has three pages or more.
void make_every_sample(const FormTemplate&, const std::vector<Raster>& blanks, const std::filesystem::path& out);

}  // namespace carescan::rehearsal

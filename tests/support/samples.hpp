#pragma once

#include <filesystem>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/raster.hpp"

namespace carescan::rehearsal {

/// Makes samples/care-plan (samples/README.md) in `out`: the same bytes from the same template, blanks and fonts.
void make_samples(const FormTemplate&, const std::vector<Raster>& blanks, const std::filesystem::path& out);

}  // namespace carescan::rehearsal

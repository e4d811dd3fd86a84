#pragma once

#include <filesystem>
#include <vector>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/intake/page_stream.hpp"

namespace carescan::bench {

/// The forms below `templates` as a run prepares them, through a staging folder that is wiped at once. Throws Failure
/// as batch::load_forms does.
batch::Catalogue catalogue_of(const std::vector<std::filesystem::path>& templates, const intake::IntakeOptions&);

/// How this build reads sources: with its own PDF renderer.
intake::IntakeOptions intake_here();

}  // namespace carescan::bench

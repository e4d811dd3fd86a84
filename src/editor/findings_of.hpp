#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "pipeline/forms/lint.hpp"

namespace carescan::editor {

/// Decodes a blank, grey, one raster a page. Throws Failure where it cannot.
using LoadBlank = std::function<std::vector<Raster>(const std::filesystem::path& blank)>;

/// Everything `template check` says of this text as the form.json of `folder`. A blank that cannot be decoded is a
/// finding like any other; of a text that is no form only what is wrong with it is told.
std::vector<forms::Finding> findings_of(const std::string& text, const std::filesystem::path& folder, const LoadBlank&);

}  // namespace carescan::editor

#pragma once

#include <filesystem>
#include <vector>

namespace carescan::intake {

/// True for .jpg .jpeg .png .tif .tiff in any case.
bool has_picture_ending(const std::filesystem::path&);

/// The sets of two or more pictures of one folder whose names differ only in one number (and .jpg/.jpeg, .tif/.tiff),
/// each in the order of that number, whatever its leading zeros. Where a name has several numbers the last that varies
/// counts: visit2-page1, visit2-page2 and visit3-page1, visit3-page2 are two sets. Pictures in no set are left out.
std::vector<std::vector<std::filesystem::path>> numbered_sets(const std::vector<std::filesystem::path>& pictures);

}  // namespace carescan::intake

#pragma once

#include <vector>

#include "pipeline/imaging/features.hpp"
#include "pipeline/imaging/print.hpp"

namespace carescan::imaging {

/// Indices of the `most` prints whose feature words agree best with the page's, best first. Words that many prints
/// have count little (inverse document frequency: Sivic & Zisserman 2003); turn and place do not matter.
std::vector<int> short_list(const cv::Mat& page_descriptors, const std::vector<PagePrint>&, int most);

}  // namespace carescan::imaging

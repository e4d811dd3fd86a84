#pragma once

#include <vector>

namespace carescan::records {

/// How likely values as high as `these`, compared with `those`, are where both come from one distribution: the
/// one-sided rank-sum test of Wilcoxon (Biometrics Bulletin 1, 1945) and Mann and Whitney (1947), by its normal
/// approximation with ties and continuity corrected. It asks nothing of the distribution. From eight values a side the
/// approximation is on the careful side in the tail. 1 where either side is empty or all values are equal.
double higher_by_chance(const std::vector<double>& these, const std::vector<double>& those);

}  // namespace carescan::records

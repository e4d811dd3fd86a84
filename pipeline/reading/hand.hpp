#pragma once

#include <array>
#include <string>
#include <vector>

#include "pipeline/reading/decode_laws.hpp"

namespace carescan::reading {

/// A habit of few hands: their `digit` looks like what others write for `like`, all over the page.
struct Habit {
  char digit, like;
  double share;  ///< of hands
};

/// An upstroke makes a 1 that others read as 7, an open 9 is a 4. Shares are of the order of what writers of *tune*
/// and the data's description show; hands that write a plain digit once a page clear themselves of the habit.
inline constexpr std::array<Habit, 13> habits{{{'1', '7', 0.04},
                                               {'7', '1', 0.005},
                                               {'4', '9', 0.01},
                                               {'9', '4', 0.01},
                                               {'0', '6', 0.003},
                                               {'6', '0', 0.003},
                                               {'2', '7', 0.003},
                                               {'7', '2', 0.003},
                                               {'3', '5', 0.003},
                                               {'5', '3', 0.003},
                                               {'4', '2', 0.003},
                                               {'7', '9', 0.003},
                                               {'9', '7', 0.003}}};

/// Logarithms of how much likelier the digits of some combs are if the hand has each habit, in the order of `habits`.
using HandEvidence = std::array<double, habits.size()>;

/// What the cells of a comb tell, given that any digit may stand in any of them. Only whether a cell looks like the
/// habit's `digit` counts: one that clearly does speaks against it, many that do not speak for it a little. Combs that
/// hold more than digits tell nothing.
HandEvidence hand_evidence(const Likelihoods&, const std::string& choices);

/// A habit and its probability.
struct Suspicion {
  Habit habit;
  double p;
};

/// The habits that the rest of a page leaves likely enough to count, most likely first; `page` holds the evidence of
/// all its combs, `own` of the one that is to be read: its ink is weighed by the reading itself.
std::vector<Suspicion> suspicions(const HandEvidence& page, const HandEvidence& own);

/// The cells as they would look under a habit.
Likelihoods under(const Habit&, Likelihoods);

}  // namespace carescan::reading

#pragma once

namespace carescan::records {

/// The most errors that a batch can hold, when a simple random sample of it was looked at: the largest number E of
/// errors among `population` fields for which a sample of `sample` fields would show `errors` or fewer with a
/// probability above `alpha`. With confidence 1 − alpha the batch has no more. Exact (hypergeometric), for any
/// population; the population itself where nothing was looked at. 0 ≤ errors ≤ sample ≤ population.
/// (Method: inverting the hypergeometric tail, e.g. W. Cochran, Sampling Techniques, 3rd ed. 1977, §3.6.)
long most_errors(long population, long sample, long errors, double alpha);

/// The fewest fields to look at so that, if no error is among them, at most `target` of the population is wrong with
/// confidence 1 − alpha. The whole population where nothing less will do.
long sample_needed(long population, double target, double alpha);

/// The largest rate of errors that `errors` of `trials` do not speak against: Clopper and Pearson's exact one-sided
/// bound (Biometrika 26, 1934), for a population without end. 1 for no trials.
double highest_rate(long trials, long errors, double alpha);

/// What look number `look` (from 1) at a growing sample may spend of alpha, so that all looks ever together spend no
/// more: alpha / (look · (look + 1)).
double alpha_of_look(double alpha, int look);

}  // namespace carescan::records

#pragma once

#include <array>
#include <cstddef>
#include <vector>

namespace carescan::imaging {

/// One equation of a sparse least-squares problem: Σ share × unknown = a value.
struct Equation {
  static constexpr std::size_t most = 9;
  std::array<std::size_t, most> index{};
  std::array<double, most> share{};
  std::size_t size = 0;

  void add(std::size_t unknown, double factor) { index[size] = unknown, share[size++] = factor; }
};

/// Cholesky's factor of normal equations in skyline storage: of each row only what lies between its first coefficient
/// and the diagonal (George & Liu 1981, chapter 4). Unknowns numbered along the page meet only near ones, so that a
/// factor costs a fraction of a dense one's; unknowns that meet all others belong at the end.
class NormalEquations {
 public:
  /// The shape: which unknowns meet in any of the equations.
  NormalEquations(std::size_t unknowns, const std::vector<Equation>&);

  void clear();
  void add(const Equation&, double weight);
  /// Factors in place. False where the equations do not fix the unknowns.
  bool factor();
  /// Unknowns for the right-hand side Σ weight × value × equation; after factor().
  std::vector<double> solve(std::vector<double> right) const;
  /// eᵀ A⁻¹ e: the variance of what the equation's left side comes to, when one of weight 1 has variance 1; after
  /// factor().
  double variance(const Equation&) const;

 private:
  double* row(std::size_t r) { return values_.data() + start_[r] - first_[r]; }
  const double* row(std::size_t r) const { return values_.data() + start_[r] - first_[r]; }
  void forward(std::vector<double>& right, std::size_t from) const;

  std::vector<std::size_t> first_, start_;
  std::vector<double> values_;
};

}  // namespace carescan::imaging

#include "pipeline/imaging/least_squares.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace carescan::imaging {
namespace {

double dot(const double* a, const double* b, std::size_t from, std::size_t to) {
  return std::inner_product(a + from, a + to, b + from, 0.0);
}

}  // namespace

NormalEquations::NormalEquations(std::size_t unknowns, const std::vector<Equation>& equations)
    : first_(unknowns), start_(unknowns) {
  std::iota(first_.begin(), first_.end(), 0);
  for (const Equation& e : equations) {
    const std::size_t least = *std::min_element(e.index.begin(), e.index.begin() + static_cast<long>(e.size));
    for (std::size_t i = 0; i < e.size; ++i) first_[e.index[i]] = std::min(first_[e.index[i]], least);
  }
  std::size_t size = 0;
  for (std::size_t r = 0; r < unknowns; ++r) {
    start_[r] = size;
    size += r - first_[r] + 1;
  }
  values_.resize(size);
}

void NormalEquations::clear() {
  std::fill(values_.begin(), values_.end(), 0);
}

void NormalEquations::add(const Equation& e, double weight) {
  for (std::size_t i = 0; i < e.size; ++i)
    for (std::size_t j = 0; j < e.size; ++j)
      if (e.index[j] <= e.index[i]) row(e.index[i])[e.index[j]] += weight * e.share[i] * e.share[j];
}

bool NormalEquations::factor() {
  for (std::size_t r = 0; r < first_.size(); ++r) {
    double* own = row(r);
    for (std::size_t c = first_[r]; c < r; ++c) {
      const double* other = row(c);
      own[c] = (own[c] - dot(own, other, std::max(first_[r], first_[c]), c)) / other[c];
    }
    const double left = own[r] - dot(own, own, first_[r], r);
    if (!(left > 0)) return false;
    own[r] = std::sqrt(left);
  }
  return true;
}

void NormalEquations::forward(std::vector<double>& right, std::size_t from) const {
  for (std::size_t r = from; r < right.size(); ++r) {
    const double* own = row(r);
    const std::size_t begin = std::min(std::max(first_[r], from), r);
    right[r] = (right[r] - dot(own, right.data(), begin, r)) / own[r];
  }
}

std::vector<double> NormalEquations::solve(std::vector<double> right) const {
  forward(right, 0);
  for (std::size_t r = right.size(); r-- > 0;) {
    const double* own = row(r);
    right[r] /= own[r];
    for (std::size_t c = first_[r]; c < r; ++c) right[c] -= own[c] * right[r];
  }
  return right;
}

double NormalEquations::variance(const Equation& e) const {
  std::vector<double> right(first_.size());
  std::size_t from = first_.size();
  for (std::size_t i = 0; i < e.size; ++i) {
    right[e.index[i]] += e.share[i];
    from = std::min(from, e.index[i]);
  }
  forward(right, from);
  return dot(right.data(), right.data(), from, right.size());
}

}  // namespace carescan::imaging

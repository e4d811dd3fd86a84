#include "pipeline/imaging/hamming.hpp"

#include <array>
#include <cstdint>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#define CARESCAN_POPCNT __attribute__((target("popcnt")))
#else
#define CARESCAN_POPCNT
#endif

namespace carescan::imaging {
namespace {

using Descriptor = std::array<std::uint64_t, 4>;

std::vector<Descriptor> packed(const cv::Mat& rows) {
  CV_Assert(rows.empty() || rows.cols == static_cast<int>(sizeof(Descriptor)));
  std::vector<Descriptor> all(static_cast<std::size_t>(rows.rows));
  for (int i = 0; i < rows.rows; ++i) std::memcpy(all[static_cast<std::size_t>(i)].data(), rows.ptr(i), 32);
  return all;
}

// The same loop twice: compiled for the processor's bit count, and for any.
#define CARESCAN_NEAREST(name, attribute)                                                      \
  attribute Nearest name(const Descriptor& q, const std::vector<Descriptor>& candidates) {     \
    Nearest n;                                                                                 \
    for (std::size_t i = 0; i < candidates.size(); ++i) {                                      \
      const Descriptor& c = candidates[i];                                                     \
      const int bits = __builtin_popcountll(q[0] ^ c[0]) + __builtin_popcountll(q[1] ^ c[1]) + \
                       __builtin_popcountll(q[2] ^ c[2]) + __builtin_popcountll(q[3] ^ c[3]);  \
      if (bits < n.bits) {                                                                     \
        n.second_bits = n.bits;                                                                \
        n.bits = bits;                                                                         \
        n.index = static_cast<int>(i);                                                         \
      } else if (bits < n.second_bits) {                                                       \
        n.second_bits = bits;                                                                  \
      }                                                                                        \
    }                                                                                          \
    return n;                                                                                  \
  }
CARESCAN_NEAREST(nearest_with_popcnt, CARESCAN_POPCNT)
CARESCAN_NEAREST(nearest_anywhere, )

bool has_popcnt() {
#if defined(__x86_64__) && defined(__GNUC__)
  return __builtin_cpu_supports("popcnt") != 0;
#else
  return false;
#endif
}

}  // namespace

std::vector<Nearest> nearest_by_hamming(const cv::Mat& queries, const cv::Mat& candidates) {
  const std::vector<Descriptor> from = packed(queries), to = packed(candidates);
  const auto nearest = has_popcnt() ? nearest_with_popcnt : nearest_anywhere;
  std::vector<Nearest> result;
  result.reserve(from.size());
  for (const Descriptor& q : from) result.push_back(nearest(q, to));
  return result;
}

}  // namespace carescan::imaging

#include "pipeline/rehearsal/chance.hpp"

#include <algorithm>

namespace carescan::rehearsal {
namespace {

// FNV-1a over the purpose, then the finaliser of SplitMix64 so that near seeds lie far apart.
std::uint64_t mixed(std::uint64_t seed, std::string_view purpose) {
  std::uint64_t hash = 0xcbf29ce484222325u ^ seed;
  for (const char letter : purpose) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3u;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
  return hash ^ (hash >> 31);
}

}  // namespace

Chance Chance::fork(std::string_view purpose) const {
  return Chance(mixed(seed_, purpose));
}

double Chance::uniform(double low, double high) {
  return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53;
}

int Chance::integer(int low, int high) {
  return std::min(high, low + static_cast<int>(uniform(0, high - low + 1)));
}

// The sum of twelve uniforms (Irwin–Hall): no logarithm or sine, whose last bit differs between C libraries.
double Chance::normal(double mean, double spread) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) sum += uniform(0, 1);
  return mean + spread * sum;
}

bool Chance::happens(double probability) {
  return uniform(0, 1) < probability;
}

}  // namespace carescan::rehearsal

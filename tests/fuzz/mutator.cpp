#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include "tests/fuzz/fuzz.hpp"

/// A target without libFuzzer: every file of its corpus, then `RUNS` changed ones from a seed. The same seed gives the
/// same inputs everywhere, so a finding is found again by the same command.
namespace {

namespace fs = std::filesystem;

using Bytes = std::vector<std::uint8_t>;

std::vector<Bytes> corpus_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Bytes> all;
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    all.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return all;
}

class Mutator {
 public:
  Mutator(const std::vector<Bytes>& corpus, std::uint64_t seed) : corpus_(corpus), random_(seed) {}

  Bytes next() {
    Bytes bytes = any(corpus_);
    for (std::size_t changes = 1 + below(4); changes > 0; --changes) change(bytes);
    return bytes;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }
  template <typename T>
  const T& any(const std::vector<T>& among) {
    return among[below(among.size())];
  }
  Bytes::difference_type place(const Bytes& bytes) { return static_cast<Bytes::difference_type>(below(bytes.size())); }

  void change(Bytes& bytes) {
    const auto at = place(bytes);
    const auto part = static_cast<Bytes::difference_type>(below(bytes.size() - static_cast<std::size_t>(at)));
    switch (below(6)) {
      case 0:
        return bytes.resize(static_cast<std::size_t>(at));  // cut off
      case 1:
        return void(bytes.erase(bytes.begin() + at, bytes.begin() + at + part));  // a part taken out
      case 2:
        return repeat(bytes, Bytes(bytes.begin() + at, bytes.begin() + at + part));
      case 3:
        return splice(bytes, any(corpus_));
      default:
        if (!bytes.empty()) bytes[static_cast<std::size_t>(at)] = odd_byte();
    }
  }
  /// A part once more, up to many times: what nests then nests deeply.
  void repeat(Bytes& bytes, const Bytes& part) {
    const std::size_t most = part.empty() ? 0 : std::min<std::size_t>(1 + below(400), 20'000 / part.size());
    for (std::size_t times = 0; times < most; ++times)
      bytes.insert(bytes.begin() + place(bytes), part.begin(), part.end());
  }
  void splice(Bytes& bytes, const Bytes& other) {
    const auto from = place(other);
    bytes.insert(bytes.begin() + place(bytes), other.begin() + from, other.end());
  }
  std::uint8_t odd_byte() {
    static const Bytes odd{0, 1, 0x7f, 0x80, 0xff, '[', '{', '"', '\\', '9', '-', 'e', '/', '<', '\n'};
    return below(2) == 0 ? any(odd) : static_cast<std::uint8_t>(below(256));
  }

  const std::vector<Bytes>& corpus_;
  std::mt19937_64 random_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fprintf(stderr, "usage: %s CORPUS RUNS [SEED]\n", argv[0]), 2;
  const std::vector<Bytes> corpus = corpus_in(argv[1]);
  if (corpus.empty()) return std::fprintf(stderr, "%s: nothing is in it\n", argv[1]), 2;
  for (const Bytes& bytes : corpus) LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  Mutator mutator(corpus, argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1);
  const long runs = std::atol(argv[2]);
  for (long run = 0; run < runs; ++run) {
    const Bytes bytes = mutator.next();
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  }
  std::printf("%zu files and %ld changed ones: no finding\n", corpus.size(), runs);
  return 0;
}

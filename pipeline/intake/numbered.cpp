#include "pipeline/intake/numbered.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "pipeline/intake/format.hpp"
#include "pipeline/model/text.hpp"

namespace carescan::intake {
namespace {

namespace fs = std::filesystem;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// jpg and jpeg are one family, tif and tiff another.
std::string family(const fs::path& path) {
  const std::string ending = in_small_letters(path.extension().string());
  if (ending == ".jpeg") return ".jpg";
  return ending == ".tiff" ? ".tif" : ending;
}

/// One number of a name: what stands around it, and itself without leading zeros.
struct Numbered {
  std::string before, number, after;
};

/// The name's number `from_end` (0 is the last), if it has so many.
std::optional<Numbered> number_of(const std::string& stem, int from_end) {
  std::size_t end = stem.size();
  while (true) {
    while (end > 0 && !is_digit(stem[end - 1])) --end;
    if (end == 0) return std::nullopt;
    std::size_t begin = end;
    while (begin > 0 && is_digit(stem[begin - 1])) --begin;
    if (from_end-- == 0) {
      const std::size_t first = std::min(stem.find_first_not_of('0', begin), end);
      return Numbered{stem.substr(0, begin), stem.substr(first, end - first), stem.substr(end)};
    }
    end = begin;
  }
}

/// Numeric order of numbers of any length, then the path, so that page-1 and page-01 have one order.
using Place = std::tuple<std::size_t, std::string, fs::path>;
/// What the pictures of a set have in common: folder, family, text before and after the number.
using Common = std::tuple<fs::path, std::string, std::string, std::string>;

using Sets = std::map<Common, std::set<Place>>;

Sets sets_by_number(const std::set<fs::path>& pictures, int from_end) {
  Sets sets;
  for (const fs::path& path : pictures)
    if (const auto n = number_of(path.stem().string(), from_end))
      sets[{path.parent_path(), family(path), n->before, n->after}].insert({n->number.size(), n->number, path});
  return sets;
}

}  // namespace

bool has_picture_ending(const fs::path& path) {
  static const std::set<std::string> families{".jpg", ".png", ".tif"};
  return families.contains(family(path));
}

std::vector<std::vector<fs::path>> numbered_sets(const std::vector<fs::path>& pictures) {
  constexpr int most_numbers = 8;  // of one name that are tried
  std::set<fs::path> left(pictures.begin(), pictures.end());
  std::vector<std::vector<fs::path>> out;
  for (int from_end = 0; from_end < most_numbers; ++from_end)
    for (const auto& [common, places] : sets_by_number(left, from_end)) {
      if (places.size() < 2) continue;
      std::vector<fs::path>& set = out.emplace_back();
      for (const auto& [digits, number, path] : places) set.push_back(path), left.erase(path);
    }
  return out;
}

}  // namespace carescan::intake

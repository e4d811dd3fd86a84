#include "pipeline/batch/page_twins.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace carescan::batch {
namespace {

/// Ink of one sheet scanned twice against that of two people on the same form: docs/decisions/assembly.md.
constexpr double same_ink = 0.90, same_everywhere = 0.90;
/// Less ink in the fields than a written line: nothing to know a sheet by.
constexpr double little_ink_mm2 = 25;
constexpr std::size_t compared_with = 50;
constexpr double sure = 0.95;
constexpr double clearly_better = 1.5;

bool is_sure(const Reading& reading) {
  return reading.confidence >= sure && reading.reasons.empty();
}

const Reading* reading_of(const FormPageRead& page, const std::string& field) {
  const auto found = std::ranges::find(page.readings, field, &Reading::field);
  return found == page.readings.end() ? nullptr : &*found;
}

/// Both readers are sure, and of different things: a mark was added between the scans, or it is another sheet.
bool says_otherwise(const Reading& a, const Reading& b) {
  return is_sure(a) && is_sure(b) && (a.state != b.state || a.value != b.value);
}

bool compatible(const FormPageRead& a, const FormPageRead& b) {
  return std::ranges::none_of(a.readings, [&](const Reading& reading) {
    const Reading* other = reading_of(b, reading.field);
    return other && says_otherwise(reading, *other);
  });
}

bool is_written(const KeptPage& page) {
  return page.read.written_mm2 >= little_ink_mm2;
}

bool look_the_same(const KeptPage& a, const KeptPage& b) {
  if (is_written(a) != is_written(b) || !compatible(a.read, b.read)) return false;
  const imaging::InkSketch x = a.read.sketch.unpacked(), y = b.read.sketch.unpacked();
  return (!is_written(a) || imaging::likeness(x, y) >= same_ink) && imaging::least_likeness(x, y) >= same_everywhere;
}

/// Printed numbers of which a page is there on two different sheets: somebody copied the form, and two empty sheets
/// with that number are two sheets.
std::set<std::string> copied_numbers(const std::vector<KeptPage>& kept) {
  std::map<std::tuple<std::string, std::size_t, int>, std::size_t> first;
  std::set<std::string> copied;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const SortedPage& place = kept[i].place;
    if (place.instance.empty()) continue;
    const std::size_t other = first.try_emplace({place.instance, place.form, place.form_page}, i).first->second;
    if (other != i && !look_the_same(kept[other], kept[i])) copied.insert(place.instance);
  }
  return copied;
}

bool is_twin(const KeptPage& a, const KeptPage& b, const std::set<std::string>& copied) {
  const std::string &x = a.place.instance, &y = b.place.instance;
  if (!x.empty() && !y.empty() && x != y) return false;
  const bool numbered = !x.empty() && x == y && !copied.contains(x);
  return (is_written(a) || numbered) && look_the_same(a, b);
}

/// Fields of which part is not on the scan, or whose printing is not where it should be.
long cut_off(const FormPageRead& page) {
  return std::ranges::count_if(page.readings, [](const Reading& reading) {
    return std::ranges::find(reading.reasons, "print-mismatch") != reading.reasons.end();
  });
}

}  // namespace

bool is_better(const FormPageRead& again, const FormPageRead& first) {
  const long cut_again = cut_off(again), cut_first = cut_off(first);
  return cut_again < cut_first ||
         (cut_again == cut_first && again.page.residual_mm * clearly_better < first.page.residual_mm);
}

std::vector<Twin> find_twins(const std::vector<KeptPage>& kept) {
  const std::set<std::string> copied = copied_numbers(kept);
  std::vector<Twin> twins;
  std::map<std::tuple<int, std::size_t, int>, std::vector<std::size_t>> seen;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const SortedPage& place = kept[i].place;
    std::vector<std::size_t>& before = seen[{place.separators_before, place.form, place.form_page}];
    const auto from = before.end() - static_cast<std::ptrdiff_t>(std::min(before.size(), compared_with));
    const auto first =
        std::find_if(from, before.end(), [&](std::size_t k) { return is_twin(kept[k], kept[i], copied); });
    if (first == before.end())
      before.push_back(i);
    else
      twins.push_back({*first, i});
  }
  return twins;
}

}  // namespace carescan::batch

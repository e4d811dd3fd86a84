#include "pipeline/batch/page_twins.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "pipeline/records/json_parts.hpp"

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

long cut_off(const FormPageRead& page) {
  return std::ranges::count_if(page.readings, [](const Reading& reading) {
    return std::ranges::find(reading.reasons, "print-mismatch") != reading.reasons.end();
  });
}

/// No field of which both readers are sure of different things: then a mark was added between the scans, or it is
/// another sheet.
bool compatible(const KeptPage& a, const KeptPage& b) {
  return std::ranges::none_of(a.sure, [&](const auto& said) {
    const auto other = b.sure.find(said.first);
    return other != b.sure.end() && other->second != said.second;
  });
}

bool is_written(const KeptPage& page) {
  return page.written_mm2 >= little_ink_mm2;
}

bool look_the_same(const KeptPage& a, const KeptPage& b, const SketchOf& sketch_of) {
  if (is_written(a) != is_written(b) || !compatible(a, b)) return false;
  const imaging::InkSketch x = sketch_of(a.place.source_index), y = sketch_of(b.place.source_index);
  return (!is_written(a) || imaging::likeness(x, y) >= same_ink) && imaging::least_likeness(x, y) >= same_everywhere;
}

/// Printed numbers of which a page is there on two different sheets: somebody copied the form, and two empty sheets
/// with that number are two sheets.
std::set<std::string> copied_numbers(const std::vector<KeptPage>& kept, const SketchOf& sketch_of) {
  std::map<std::tuple<std::string, std::size_t, int>, std::size_t> first;
  std::set<std::string> copied;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const SortedPage& place = kept[i].place;
    if (place.instance.empty()) continue;
    const std::size_t other = first.try_emplace({place.instance, place.form, place.form_page}, i).first->second;
    if (other != i && !look_the_same(kept[other], kept[i], sketch_of)) copied.insert(place.instance);
  }
  return copied;
}

bool is_twin(const KeptPage& a, const KeptPage& b, const std::set<std::string>& copied,
             const SketchOf& sketch_of) {
  const std::string &x = a.place.instance, &y = b.place.instance;
  if (!x.empty() && !y.empty() && x != y) return false;
  const bool numbered = !x.empty() && x == y && !copied.contains(x);
  return (is_written(a) || numbered) && look_the_same(a, b, sketch_of);
}

}  // namespace

KeptPage kept_page(SortedPage place, const FormPageRead& read) {
  KeptPage kept{std::move(place), read.written_mm2, read.page.residual_mm, cut_off(read), {}};
  const std::hash<std::string> hash;
  for (const Reading& reading : read.readings)
    if (is_sure(reading))
      kept.sure[hash(reading.field)] =
          hash(std::string(to_string(reading.state)) + records::value_json(reading.value, records::Digits::all).dump());
  return kept;
}

bool is_better(const KeptPage& again, const KeptPage& first) {
  return again.cut_off < first.cut_off ||
         (again.cut_off == first.cut_off && again.residual_mm * clearly_better < first.residual_mm);
}

std::vector<Twin> find_twins(const std::vector<KeptPage>& kept, const SketchOf& sketch_of) {
  const std::set<std::string> copied = copied_numbers(kept, sketch_of);
  std::vector<Twin> twins;
  std::map<std::tuple<int, std::size_t, int>, std::vector<std::size_t>> seen;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const SortedPage& place = kept[i].place;
    std::vector<std::size_t>& before = seen[{place.separators_before, place.form, place.form_page}];
    const auto from = before.end() - static_cast<std::ptrdiff_t>(std::min(before.size(), compared_with));
    const auto first = std::find_if(from, before.end(),
                                    [&](std::size_t k) { return is_twin(kept[k], kept[i], copied, sketch_of); });
    if (first == before.end())
      before.push_back(i);
    else
      twins.push_back({*first, i});
  }
  return twins;
}

}  // namespace carescan::batch

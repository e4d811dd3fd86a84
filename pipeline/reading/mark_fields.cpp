#include <algorithm>

#include "pipeline/reading/marks.hpp"

namespace carescan::reading {
namespace {

struct Judged {
  std::vector<Mark> marks;
  std::vector<std::size_t> marked;  ///< those more likely marked than not, likeliest first
  double confidence = 1;            ///< that every box was judged right
};

Judged judged(std::vector<Mark> marks) {
  Judged out{.marks = std::move(marks), .marked = {}};
  for (std::size_t i = 0; i < out.marks.size(); ++i) {
    const double p = out.marks[i].p;
    out.confidence *= std::max(p, 1 - p);
    if (p >= 0.5) out.marked.push_back(i);
  }
  std::ranges::stable_sort(out.marked, std::greater{}, [&](std::size_t i) { return out.marks[i].p; });
  return out;
}

Reading base(const Field& field, const Judged& judged) {
  Reading reading{.field = field.name,
                  .state = FieldState::blank,
                  .value = {},
                  .text = {},
                  .confidence = judged.confidence,
                  .reasons = {},
                  .alternatives = {}};
  for (const Mark& mark : judged.marks)
    for (const std::string& reason : mark.reasons) add_reason(reading.reasons, reason);
  return reading;
}

Alternative alternative(const Option& option, double p) {
  return {option.code, option.label, p};
}

/// Two marks where one is allowed; also one clear mark beside one that may be one, which is the same question.
void read_one(const Field& field, const Judged& judged, Reading& reading) {
  if (judged.marked.empty()) return;
  if (judged.marked.size() == 1) {
    const Option& option = field.options[judged.marked.front()];
    reading.state = FieldState::read;
    reading.value = option.code;
    reading.text = option.label;
    return;
  }
  reading.state = FieldState::ambiguous;
  add_reason(reading.reasons, "two-marks");
  for (const std::size_t i : judged.marked)
    reading.alternatives.push_back(alternative(field.options[i], judged.marks[i].p));
}

void read_many(const Field& field, const Judged& judged, Reading& reading) {
  if (judged.marked.empty()) return;
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < field.options.size(); ++i) {
    if (std::ranges::find(judged.marked, i) == judged.marked.end()) continue;
    codes.push_back(field.options[i].code);
    reading.text += (reading.text.empty() ? "" : "; ") + field.options[i].label;
  }
  std::ranges::sort(codes);
  reading.state = FieldState::read;
  reading.value = codes;
}

/// Boxes that may be marked but are not believed to be, for the reviewer.
void add_doubtful(const Field& field, const Judged& judged, Reading& reading) {
  for (std::size_t i = 0; i < judged.marks.size(); ++i)
    if (judged.marks[i].p > 0.05 && judged.marks[i].p < 0.5)
      reading.alternatives.push_back(alternative(field.options[i], judged.marks[i].p));
}

}  // namespace

Reading read_checkbox(const Field& field, const MarkFeatures& box, MarkStyle style) {
  const Judged one = judged({judge_mark(box, style)});
  Reading reading = base(field, one);
  const bool ticked = !one.marked.empty();
  reading.state = FieldState::read;
  reading.value = ticked;
  if (one.confidence < 0.95) reading.alternatives.push_back({!ticked, "", 1 - one.confidence});
  return reading;
}

Reading read_options(const Field& field, const std::vector<MarkFeatures>& boxes, MarkStyle style) {
  std::vector<Mark> marks;
  for (const MarkFeatures& box : boxes) marks.push_back(judge_mark(box, style));
  return read_marked(field, std::move(marks));
}

Reading read_marked(const Field& field, std::vector<Mark> marks) {
  const Judged all = judged(std::move(marks));
  Reading reading = base(field, all);
  if (field.kind == FieldKind::choices)
    read_many(field, all, reading);
  else
    read_one(field, all, reading);
  add_doubtful(field, all, reading);
  return reading;
}

}  // namespace carescan::reading

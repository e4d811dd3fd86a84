#include <fmt/format.h>

#include <algorithm>

#include "pipeline/forms/findings.hpp"
#include "pipeline/forms/lint_checks.hpp"
#include "pipeline/forms/printing.hpp"

namespace carescan::forms {

namespace {

/// About the ink of one printed character of 8 pt, and of a thin outline as large as a hand.
constexpr double character_mm2 = 0.3, outline_mm2 = 5;
/// A ring clears its word by about this much; what is printed there is crossed by it.
constexpr double ring_clears_mm = 1.0;
/// Words nearer than this to each other are ringed together as often as not.
constexpr double room_mm = 2.5;

double gap(const BoxMm& a, const BoxMm& b) {
  const double across = std::max({a.x - b.right(), b.x - a.right(), 0.0});
  const double down = std::max({a.y - b.bottom(), b.y - a.bottom(), 0.0});
  return std::max(across, down);
}

void check_word(Findings& out, const Printing& printing, const Field& field, std::size_t option,
                const std::string& pointer) {
  const BoxMm& box = field.options[option].box;
  const double inside = printing.ink_mm2(box), round = printing.ink_mm2(box.grown(ring_clears_mm)) - inside;
  if (inside < character_mm2)
    out.error("ring-without-word", pointer,
              fmt::format("the blank has no word where option {} of '{}' should be; move the box onto the printed word",
                          option + 1, field.name));
  else if (round > character_mm2)
    out.warning("printing-round-ring", pointer,
                fmt::format("something is printed within {} mm of option {} of '{}', where its ring goes; is the box "
                            "round the whole word?",
                            ring_clears_mm, option + 1, field.name));
}

}  // namespace

void check_drawn(Findings& out, const Printing& printing, const Field& field, std::size_t at) {
  if (field.mark == MarkBy::ring)
    for (std::size_t i = 0; i < field.options.size(); ++i)
      check_word(out, printing, field, i, fmt::format("{}/options/{}/box", out.place(at), i));
  if (field.kind == FieldKind::drawing && printing.ink_mm2(field.box.grown(-1)) < outline_mm2)
    out.warning("drawing-without-outline", fmt::format("{}/box", out.place(at)),
                fmt::format("hardly anything is printed where '{}' is drawn on, so that a mark's place says nothing",
                            field.name));
}

std::vector<Finding> crowded_rings(const FormTemplate& form) {
  Findings out(form);
  for (std::size_t at = 0; at < form.fields.size(); ++at) {
    const Field& field = form.fields[at];
    for (std::size_t b = 1; field.mark == MarkBy::ring && b < field.options.size(); ++b)
      for (std::size_t a = 0; a < b; ++a)
        if (gap(field.options[a].box, field.options[b].box) < room_mm)
          out.warning("ring-crowded", fmt::format("{}/options/{}/box", out.place(at), b),
                      fmt::format("options {} and {} of '{}' are less than {} mm apart: one ring will go round both",
                                  a + 1, b + 1, field.name, room_mm));
  }
  return out.take();
}

}  // namespace carescan::forms

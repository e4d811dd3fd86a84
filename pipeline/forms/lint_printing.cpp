#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "pipeline/forms/findings.hpp"
#include "pipeline/forms/lint_checks.hpp"
#include "pipeline/forms/printing.hpp"

namespace carescan::forms {

namespace {

/// A frame may be this far from where form.json says, seen from the middle of its line.
constexpr double frame_slack_mm = 0.6;
/// Share of directions in which a frame must be met; the rest may be lost to a gap or a broken corner.
constexpr double min_framed = 0.8;
/// Printing nearer than this to the edge of a writing box is its frame.
constexpr double frame_mm = 0.7;
/// About the ink of one printed character of 8 pt: less is a speck or the tip of a label.
constexpr double max_ink_mm2 = 0.6;
/// A page registers on its printing: so much of the page, and in so many of 4 × 6 parts of it.
constexpr double min_ink_share = 0.003;
constexpr int min_parts = 8;

std::vector<BoxMm> writing_areas(const Field& field) {
  if (is_mark(field.kind) || field.kind == FieldKind::table || field.kind == FieldKind::drawing) return {};
  return field.cells.empty() ? std::vector<BoxMm>{field.box} : field.cells;
}

void check_frames(Findings& out, const Printing& printing, const Field& field, std::size_t at) {
  const auto framed = [&](const BoxMm& box) { return printing.framed_share(box, frame_slack_mm) >= min_framed; };
  if ((field.kind == FieldKind::checkbox || field.kind == FieldKind::none_box) && !framed(field.box))
    out.error(
        "checkbox-without-frame", fmt::format("{}/box", out.place(at)),
        fmt::format("the blank has no frame where '{}' should be; move the box onto the printed square", field.name));
  for (std::size_t i = 0; field.mark == MarkBy::box && i < field.options.size(); ++i)
    if (!framed(field.options[i].box))
      out.error("checkbox-without-frame", fmt::format("{}/options/{}/box", out.place(at), i),
                fmt::format("the blank has no frame where option {} of '{}' should be; move the box onto it, or say "
                            "\"mark\": \"ring\" where printed words are ringed",
                            i + 1, field.name));
}

void check_writing(Findings& out, const Printing& printing, const Field& field, std::size_t at) {
  const std::vector<BoxMm> areas = writing_areas(field);
  for (std::size_t i = 0; i < areas.size(); ++i) {
    const BoxMm inside = areas[i].grown(-frame_mm);
    if (inside.width <= 0 || inside.height <= 0 || printing.ink_beside_rules_mm2(inside) <= max_ink_mm2) continue;
    out.error(
        "printing-under-text",
        field.cells.empty() ? fmt::format("{}/box", out.place(at)) : fmt::format("{}/cells/{}", out.place(at), i),
        fmt::format(
            "something is printed where '{}' is written and would be read as writing; move the box or the printing",
            field.name));
    return;  // once a field: a comb that is out of place is so with all its cells
  }
}

/// A row is where the blank has a line above it, most of the way across.
void check_rows(Findings& out, const Printing& printing, const Table& table) {
  constexpr double thinnest_line_mm = 0.08, share = 0.6;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    const BoxMm edge{table.box.x, table.rows[row] - frame_slack_mm, table.box.width, 2 * frame_slack_mm};
    if (printing.ink_mm2(edge) >= share * thinnest_line_mm * edge.width) continue;
    out.error("row-without-line", fmt::format("{}/rows/{}", out.place(table), row),
              fmt::format("the blank has no line where row {} of '{}' begins; move the row onto the printed line",
                          row + 1, table.name));
  }
}

void check_amount(Findings& out, const Printing& printing, const FormPage& page, std::size_t at) {
  constexpr int columns = 4, rows = 6;
  double ink = 0;
  int parts = 0;
  for (int part = 0; part < columns * rows; ++part) {
    const BoxMm box{page.width_mm * (part % columns) / columns, page.height_mm * (part / columns) / rows,
                    page.width_mm / columns, page.height_mm / rows};
    const double here = printing.ink_mm2(box);
    ink += here;
    if (here >= min_ink_share / 3 * box.width * box.height) ++parts;
  }
  const double share = ink / (page.width_mm * page.height_mm);
  if (share < min_ink_share || parts < min_parts)
    out.error("too-little-printing", fmt::format("/pages/{}", at),
              fmt::format("page {} has {:.2f} % printing in {} of {} parts: too little to be found by; print headings, "
                          "frames or a border all over it",
                          page.number, 100 * share, parts, columns * rows));
}

bool has_shape_of(const Raster& blank, const FormPage& page) {
  const double seen = static_cast<double>(blank.width) / blank.height;
  return std::abs(seen / (page.width_mm / page.height_mm) - 1) < 0.02;
}

void check_page(Findings& out, const Raster& blank, const FormPage& page, std::size_t at) {
  if (!has_shape_of(blank, page)) {
    out.error("page-size", fmt::format("/pages/{}", at),
              fmt::format("page {} of the blank has another shape than {} × {} mm", page.number, page.width_mm,
                          page.height_mm));
    return;
  }
  const Printing printing(blank, page.width_mm, page.height_mm);
  check_amount(out, printing, page, at);
  for (std::size_t i = 0; i < out.form().fields.size(); ++i) {
    const Field& field = out.form().fields[i];
    if (field.page != page.number) continue;
    check_frames(out, printing, field, i);
    check_drawn(out, printing, field, i);
    check_writing(out, printing, field, i);
  }
  for (const Table& table : out.form().tables)
    if (table.page == page.number) check_rows(out, printing, table);
}

}  // namespace

std::vector<Finding> printing_findings(const FormTemplate& form, const std::vector<Raster>& blanks) {
  Findings out(form);
  if (!blanks.empty() && blanks.size() != form.pages.size())
    out.error("page-count", "/pages",
              fmt::format("the blank has {} pages and the form {}", blanks.size(), form.pages.size()));
  for (std::size_t i = 0; i < std::min(blanks.size(), form.pages.size()); ++i)
    if (!blanks[i].empty()) check_page(out, blanks[i], form.pages[i], i);
  return out.take();
}

}  // namespace carescan::forms

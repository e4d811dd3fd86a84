#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "pipeline/forms/findings.hpp"
#include "pipeline/forms/lint_checks.hpp"

namespace carescan::forms {

namespace {

// Boxes come out of a layout in floating point: a tenth of a millimetre is nobody's mistake.
constexpr double slack_mm = 0.1;

bool offers_options(FieldKind kind) {
  return kind == FieldKind::choice || kind == FieldKind::choices || kind == FieldKind::scale;
}

const FormPage* page_of(const FormTemplate& form, int number) {
  for (const FormPage& page : form.pages)
    if (page.number == number) return &page;
  return nullptr;
}

void check_pages(Findings& out) {
  for (std::size_t i = 0; i < out.form().pages.size(); ++i)
    if (out.form().pages[i].number != static_cast<int>(i) + 1)
      out.error("page-number", fmt::format("/pages/{}/number", i),
                fmt::format("pages are numbered 1, 2, 3 … in the order of the blank; this one should be {}", i + 1));
}

/// Where the number of a field's page stands: a column has its table's.
std::string page_place(const Findings& out, const Field& field, std::size_t at) {
  const auto table = std::ranges::find(out.form().tables, field.table, &Table::name);
  return (table == out.form().tables.end() ? out.place(at) : out.place(*table)) + "/page";
}

void check_name(Findings& out, const Field& field, std::size_t at, std::set<std::string>& seen) {
  if (!seen.insert(field.name).second)
    out.error("duplicate-name", fmt::format("{}/name", out.place(at)),
              fmt::format("'{}' is the name of an earlier field too; give this one its own name", field.name));
}

void check_inside_page(Findings& out, const Field& field, std::size_t at) {
  const FormPage* page = page_of(out.form(), field.page);
  if (page == nullptr) {
    out.error("no-such-page", page_place(out, field, at),
              fmt::format("'{}' is on page {}, which the form does not have", field.name, field.page));
    return;
  }
  const BoxMm whole = BoxMm{0, 0, page->width_mm, page->height_mm}.grown(slack_mm);
  const auto inside = [&](const BoxMm& box, const std::string& pointer) {
    if (!whole.contains(box))
      out.error("box-outside-page", pointer,
                fmt::format("'{}' reaches over the edge of its page of {} × {} mm", field.name, page->width_mm,
                            page->height_mm));
  };
  inside(field.box, fmt::format("{}/box", out.place(at)));
  for (std::size_t i = 0; i < field.options.size(); ++i)
    inside(field.options[i].box, fmt::format("{}/options/{}/box", out.place(at), i));
}

void check_cells(Findings& out, const Field& field, std::size_t at) {
  for (std::size_t i = 0; i < field.cells.size(); ++i) {
    if (!field.box.grown(slack_mm).contains(field.cells[i]))
      out.error("cell-outside-box", fmt::format("{}/cells/{}", out.place(at), i),
                fmt::format("cell {} of '{}' is not inside the field's box", i + 1, field.name));
    if (i > 0 && field.cells[i].x < field.cells[i - 1].right() - 2 * slack_mm &&
        field.cells[i].y < field.cells[i - 1].bottom() - 2 * slack_mm)
      out.error("cell-order", fmt::format("{}/cells/{}", out.place(at), i),
                fmt::format("cells of '{}' go from left to right and do not overlap", field.name));
  }
}

/// How many cells a kind asks for, 0 where any number will do.
std::size_t cells_wanted(const Field& field) {
  if (field.kind == FieldKind::nhs_number) return 10;
  if (field.kind == FieldKind::date && !field.layout.empty()) return field.layout.size();
  return 0;
}

void check_cell_count(Findings& out, const Field& field, std::size_t at) {
  const std::string pointer = fmt::format("{}/cells", out.place(at));
  if (field.kind == FieldKind::comb && field.cells.empty())
    out.error("cell-count", pointer,
              fmt::format("'{}' is a comb and has no cells; list them, or make it text", field.name));
  if (field.cells.empty()) return;
  const std::size_t wanted = cells_wanted(field);
  if (wanted != 0 && field.cells.size() != wanted)
    out.error("cell-count", pointer,
              fmt::format("'{}' has {} cells and should have {}", field.name, field.cells.size(), wanted));
  if (field.kind == FieldKind::date && field.layout.empty())
    out.error(
        "date-without-layout", out.place(at),
        fmt::format("'{}' is a comb of a date: say in which order with \"layout\", e.g. \"DDMMYYYY\"", field.name));
  if (field.decimals > 0 && static_cast<std::size_t>(field.decimals) >= field.cells.size())
    out.error("cell-count", pointer, fmt::format("'{}' has no cell left before its decimal point", field.name));
}

void check_options(Findings& out, const Field& field, std::size_t at) {
  const std::string pointer = out.place(at);
  if (!offers_options(field.kind)) {
    if (!field.options.empty())
      out.error("options-without-choice", pointer + "/options",
                fmt::format("'{}' is a {} and has no options; make it a choice", field.name, to_string(field.kind)));
    return;
  }
  if (field.options.size() < 2)
    out.error("choice-without-options", pointer, fmt::format("'{}' needs at least two options", field.name));
  std::set<std::string> codes;
  for (std::size_t i = 0; i < field.options.size(); ++i) {
    const std::string& code = field.options[i].code;
    if (code.empty())
      out.error("option-without-code", fmt::format("{}/options/{}", pointer, i),
                fmt::format("an option of '{}' has no code, so its mark would mean nothing; give it one", field.name));
    else if (!codes.insert(code).second)
      out.error("duplicate-code", fmt::format("{}/options/{}/code", pointer, i),
                fmt::format("code '{}' of '{}' is used twice", code, field.name));
  }
}

bool is_field_or_table(const FormTemplate& form, const std::string& name) {
  return form.find(name) != nullptr || std::ranges::find(form.tables, name, &Table::name) != form.tables.end();
}

void check_ring(Findings& out, const Field& field, std::size_t at) {
  if (field.mark == MarkBy::ring && !offers_options(field.kind))
    out.error("ring-without-options", out.place(at) + "/mark",
              fmt::format("only the options of a choice, choices or scale are ringed; '{}' is a {}", field.name,
                          to_string(field.kind)));
}

void check_ties(Findings& out, const Field& field, std::size_t at) {
  if (field.ties.empty()) {
    if (field.kind == FieldKind::none_box)
      out.error("none-box-without-ties", out.place(at),
                fmt::format("'{}' declares something empty: name the first field of it with \"ties\"", field.name));
  } else if (field.kind != FieldKind::none_box) {
    out.error("ties-without-none-box", fmt::format("{}/ties", out.place(at)),
              fmt::format("only a none_box ties; '{}' is a {}", field.name, to_string(field.kind)));
  } else if (!is_field_or_table(out.form(), field.ties)) {
    out.error("no-such-field", fmt::format("{}/ties", out.place(at)),
              fmt::format("'{}' ties to '{}', which is neither a field nor a table", field.name, field.ties));
  }
}

}  // namespace

std::vector<Finding> unsound(const FormTemplate& form) {
  Findings out(form);
  check_pages(out);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < form.fields.size(); ++i) {
    const Field& field = form.fields[i];
    check_name(out, field, i, seen);
    check_inside_page(out, field, i);
    check_cells(out, field, i);
    check_cell_count(out, field, i);
    check_options(out, field, i);
    check_ring(out, field, i);
    check_ties(out, field, i);
  }
  check_tables(out);
  check_rules(out);
  return out.take();
}

}  // namespace carescan::forms

#include "pipeline/drafting/fillable.hpp"

#include <algorithm>
#include <regex>

#include "pipeline/drafting/geometry.hpp"
#include "pipeline/drafting/naming.hpp"
#include "pipeline/drafting/page_text.hpp"

namespace carescan::drafting {

namespace {

using intake::PdfFieldKind;
using intake::PdfFormField;

bool is_button(const PdfFormField& field) {
  return field.kind == PdfFieldKind::radio || field.kind == PdfFieldKind::checkbox;
}

/// "topmostSubform[0].Page1[0].Surname[0]" says no more than "Surname": the last part that is not a number.
std::string last_part(const std::string& name) {
  static const std::regex index(R"(\[[0-9]+\])"), hump("([a-z0-9])([A-Z])");
  const std::string plain = std::regex_replace(name, index, "");
  const std::string last = plain.substr(plain.rfind('.') == std::string::npos ? 0 : plain.rfind('.') + 1);
  return std::regex_replace(last.empty() ? plain : last, hump, "$1 $2");
}

/// "1", "Choice3", "Yes": only words tell people something.
bool says_something(const std::string& state) {
  static const std::regex empty(
      "([a-z]{0,2}|on|off|choice|option|button|radio|check ?box|text|field|undefined|page|form)[ _]?[0-9]*",
      std::regex::icase);
  return !std::regex_match(state, empty);
}

std::string beside_or_above(const BoxMm& box, PageText& text) {
  constexpr double left_mm = 40, above_mm = 5, aside_mm = 3;
  if (const auto left = text.left_of(box, left_mm)) return text.use(*left).text;
  if (const auto above = text.above(box, above_mm, aside_mm)) return text.use(*above).text;
  return "";
}

std::string behind(const BoxMm& box, PageText& text) {
  constexpr double right_mm = 8;
  const auto right = text.right_of(box, right_mm);
  return right ? text.use(*right).text : "";
}

std::vector<BoxMm> equal_cells(const BoxMm& box, int count) {
  std::vector<BoxMm> cells;
  const double width = box.width / count;
  for (int i = 0; i < count; ++i) cells.push_back({box.x + i * width, box.y, width, box.height});
  return cells;
}

std::string label_of(const PdfFormField& pdf, PageText& text) {
  if (!pdf.label.empty()) return pdf.label;
  const std::string name = last_part(pdf.name);
  const std::string printed =
      pdf.kind == PdfFieldKind::checkbox ? behind(pdf.box, text) : beside_or_above(pdf.box, text);
  return printed.empty() || says_something(name) ? name : printed;
}

Field written(const PdfFormField& pdf, PageText& text) {
  constexpr double lines_mm = 6;
  Field field;
  field.label = label_of(pdf, text);
  field.box = pdf.box;
  field.required = pdf.required;
  if (pdf.cells > 1) field.cells = equal_cells(pdf.box, pdf.cells);
  guess_kind(field, field.label + " " + last_part(pdf.name), "", 0);
  if (pdf.kind == PdfFieldKind::signature) field.kind = FieldKind::signature;
  if (pdf.multiline && field.cells.empty()) {
    field.kind = FieldKind::paragraph;
    field.lines = std::max(1, static_cast<int>(pdf.box.height / lines_mm));
  }
  if (field.cells.empty() && (field.kind == FieldKind::text || field.kind == FieldKind::paragraph))
    field.max_length = pdf.max_length;
  return field;
}

Field checkbox(const PdfFormField& pdf, PageText& text) {
  Field field;
  field.kind = FieldKind::checkbox;
  field.label = label_of(pdf, text);
  field.box = pdf.box;
  field.required = pdf.required;
  return field;
}

/// Buttons of one name are one question.
Field question(const std::vector<const PdfFormField*>& buttons, PageText& text) {
  Field field;
  field.kind = FieldKind::choice;
  field.required = buttons.front()->required;
  std::set<std::string> taken;
  for (const PdfFormField* button : buttons) {
    std::string label = behind(button->box, text);
    if (label.empty() || (says_something(button->state) && button->state.size() > label.size())) label = button->state;
    const int number = static_cast<int>(field.options.size()) + 1;
    const std::string code = unused(code_of(says_something(button->state) ? button->state : label, number), taken);
    field.options.push_back({code, label.empty() ? std::to_string(number) : label, button->box});
    field.box = number == 1 ? button->box : hull(field.box, button->box);
  }
  field.label = label_of(*buttons.front(), text);
  return field;
}

std::vector<const PdfFormField*> of_one_name(const std::vector<PdfFormField>& all, const PdfFormField& first) {
  std::vector<const PdfFormField*> same;
  for (const PdfFormField& field : all)
    if (is_button(field) && field.name == first.name) same.push_back(&field);
  return same;
}

}  // namespace

std::vector<Item> fillable_fields(const std::vector<PdfFormField>& all, const FoundPage& page) {
  PageText text(page.text);
  std::vector<Item> items;
  std::set<std::string> asked;
  for (const PdfFormField& pdf : all) {
    if (is_button(pdf) && asked.contains(pdf.name)) continue;
    const auto buttons = is_button(pdf) ? of_one_name(all, pdf) : std::vector<const PdfFormField*>{};
    if (!buttons.empty()) asked.insert(pdf.name);
    Field field = buttons.size() > 1 ? question(buttons, text)
                  : is_button(pdf)   ? checkbox(pdf, text)
                                     : written(pdf, text);
    const std::string own = last_part(pdf.name);
    field.name = name_of(says_something(own) || field.label.empty() ? own : field.label);
    if (field.label.empty()) field.label = own;
    field.page = page.number;
    items.emplace_back(std::move(field));
  }
  return items;
}

}  // namespace carescan::drafting

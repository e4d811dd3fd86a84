#include "pipeline/drafting/fillable.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "pipeline/drafting/geometry.hpp"
#include "pipeline/drafting/labels.hpp"
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

/// "Choice3", "p1-t4", "undefined_2": names that programs give. Words of three letters and more tell people something.
bool says_something(const std::string& name) {
  static const std::regex word("[A-Za-z]{3,}"),
      empty("off|choice|option|button|radio|group|check|box|checkbox|text|field|undefined|page|form|fill",
            std::regex::icase);
  if (std::any_of(name.begin(), name.end(), [](const char c) { return static_cast<unsigned char>(c) >= 0x80; }))
    return true;
  for (std::sregex_iterator found(name.begin(), name.end(), word), end; found != end; ++found)
    if (!std::regex_match(found->str(), empty)) return true;
  return false;
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

/// One field of the draft: one widget, or the buttons of one name.
using Entry = std::vector<const PdfFormField*>;

std::vector<Entry> entries_of(const std::vector<PdfFormField>& all) {
  std::vector<Entry> entries;
  for (const PdfFormField& field : all) {
    const auto same = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
      return is_button(field) && is_button(*entry.front()) && entry.front()->name == field.name;
    });
    if (same == entries.end())
      entries.push_back({&field});
    else
      same->push_back(&field);
  }
  return entries;
}

/// The words behind each button, before anything else may take them.
std::map<const PdfFormField*, std::string> button_words(const std::vector<PdfFormField>& all, PageText& text) {
  std::map<const PdfFormField*, std::string> words;
  for (const PdfFormField& field : all)
    if (is_button(field)) words[&field] = behind(field.box, text);
  return words;
}

/// Pence beside pounds: a box that touches the one before it on its line goes on with its label.
std::string label_of_second_part(const BoxMm& box, const std::vector<Labelled>& all) {
  constexpr double touch_mm = 0.6;
  for (const Labelled& other : all)
    if (!other.label.empty() && near(other.box.right(), box.x, touch_mm) && near(other.box.y, box.y, touch_mm))
      return other.label + ", 2";
  return "";
}

/// What each field is about: what the PDF tells people, its own name where that says something, else what is printed.
std::vector<Labelled> labels_of(const std::vector<Entry>& entries,
                                const std::map<const PdfFormField*, std::string>& buttons, PageText& text) {
  std::vector<Labelled> labels;
  std::vector<BoxMm> boxes;
  for (const Entry& entry : entries) {
    const PdfFormField& first = *entry.front();
    const std::string name = last_part(first.name);
    labels.push_back({first.box, first.label, ""});
    if (labels.back().label.empty() && says_something(name)) labels.back().label = name;
    if (labels.back().label.empty() && entry.size() == 1 && is_button(first)) labels.back().label = buttons.at(&first);
    for (const PdfFormField* widget : entry) boxes.push_back(widget->box);
  }
  find_labels(labels, boxes, text);
  for (Labelled& place : labels)
    if (place.label.empty()) place.label = label_of_second_part(place.box, labels);
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (labels[i].label.empty()) labels[i].label = last_part(entries[i].front()->name);
  return labels;
}

Field written(const PdfFormField& pdf, const Labelled& words) {
  constexpr double lines_mm = 6;
  Field field;
  if (pdf.cells > 1) field.cells = equal_cells(pdf.box, pdf.cells);
  field.box = pdf.box;
  guess_kind(field, words.label + " " + last_part(pdf.name), words.hint, 0);
  if (pdf.kind == PdfFieldKind::signature) field.kind = FieldKind::signature;
  if (pdf.multiline && field.cells.empty()) {
    field.kind = FieldKind::paragraph;
    field.lines = std::max(1, static_cast<int>(pdf.box.height / lines_mm));
  }
  if (field.cells.empty() && (field.kind == FieldKind::text || field.kind == FieldKind::paragraph))
    field.max_length = pdf.max_length;
  return field;
}

/// Buttons of one name are one question.
Field question(const Entry& entry, const std::map<const PdfFormField*, std::string>& buttons) {
  Field field;
  field.kind = FieldKind::choice;
  std::set<std::string> taken;
  for (const PdfFormField* button : entry) {
    std::string label = buttons.at(button);
    if (label.empty() || (says_something(button->state) && button->state.size() > label.size())) label = button->state;
    const int number = static_cast<int>(field.options.size()) + 1;
    const std::string code = unused(code_of(says_something(button->state) ? button->state : label, number), taken);
    field.options.push_back({code, label.empty() ? std::to_string(number) : label, button->box});
    field.box = number == 1 ? button->box : hull(field.box, button->box);
  }
  return field;
}

Field checkbox(const PdfFormField& pdf) {
  Field field;
  field.kind = FieldKind::checkbox;
  field.box = pdf.box;
  return field;
}

}  // namespace

std::vector<Item> fillable_fields(const std::vector<PdfFormField>& all, const FoundPage& page) {
  PageText text(page.text);
  const std::vector<Entry> entries = entries_of(all);
  const auto buttons = button_words(all, text);
  const std::vector<Labelled> labels = labels_of(entries, buttons, text);
  std::vector<Item> items;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const PdfFormField& first = *entries[i].front();
    Field field = entries[i].size() > 1 ? question(entries[i], buttons)
                  : is_button(first)    ? checkbox(first)
                                        : written(first, labels[i]);
    const std::string own = last_part(first.name);
    field.label = labels[i].label;
    field.name = name_of(says_something(own) ? own : field.label);
    field.required = first.required;
    field.page = page.number;
    items.emplace_back(std::move(field));
  }
  return items;
}

}  // namespace carescan::drafting

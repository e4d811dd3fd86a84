#include "pipeline/forms/diff_fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace carescan::forms {

namespace {

constexpr double same_mm = 0.1;

std::string length(double mm, const char* more, const char* less) {
  return std::abs(mm) <= same_mm ? "" : fmt::format("{:.1f} mm {}", std::abs(mm), mm > 0 ? more : less);
}

std::string in_words(const std::array<double, 4>& by) {
  std::vector<std::string> parts;
  for (std::string part : {length(by[0], "right", "left"), length(by[1], "down", "up"),
                           length(by[2], "wider", "narrower"), length(by[3], "higher", "lower")})
    if (!part.empty()) parts.push_back(std::move(part));
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string shown(const std::string& value) {
  return value.empty() ? "(none)" : value;
}
std::string shown(bool value) {
  return value ? "yes" : "no";
}
std::string shown(int value) {
  return fmt::format("{}", value);
}

/// Collects what differs in one field.
class Comparison {
 public:
  Comparison(const Listed& from, const Listed& to, std::vector<Change>& out) : from_(from), to_(to), out_(out) {}

  void place() {
    if (from_.page != to_.page)
      add("moved", fmt::format("from page {} to page {}", from_.page, to_.page), ChangeWeight::geometry);
    else if (const auto by = moved(from_.field.box, to_.field.box))
      add("moved", in_words(*by), ChangeWeight::geometry, by);
  }

  template <typename T>
  void property(const char* name, const T& from, const T& to, ChangeWeight weight = ChangeWeight::meaning) {
    if (from != to) add(name, fmt::format("{} → {}", shown(from), shown(to)), weight);
  }

  void cells() {
    const auto &a = from_.field.cells, &b = to_.field.cells;
    if (a.size() != b.size()) return add("cells", fmt::format("{} → {}", a.size(), b.size()), ChangeWeight::geometry);
    // Cells that moved with their box are told by it.
    const double x = to_.field.box.x - from_.field.box.x, y = to_.field.box.y - from_.field.box.y;
    for (std::size_t i = 0; i < a.size(); ++i)
      if (moved({a[i].x + x, a[i].y + y, a[i].width, a[i].height}, b[i]))
        return add("cells", fmt::format("cell {} and what follows lie elsewhere in the box", i + 1),
                   ChangeWeight::geometry);
  }

  void options() {
    for (const Option& option : from_.field.options)
      if (!has(to_.field, option.code)) add("options", fmt::format("'{}' ({}) is gone", option.code, option.label));
    for (const Option& option : to_.field.options) {
      const auto before = std::ranges::find(from_.field.options, option.code, &Option::code);
      if (before == from_.field.options.end()) {
        add("options", fmt::format("'{}' ({}) is new", option.code, option.label));
        continue;
      }
      if (before->label != option.label)
        add("options", fmt::format("'{}' is called {} instead of {}", option.code, option.label, before->label),
            ChangeWeight::wording);
      if (const auto by = moved(before->box, option.box))
        add("moved", fmt::format("option '{}': {}", option.code, in_words(*by)), ChangeWeight::geometry, by);
    }
  }

  void rules() {
    std::vector<std::string> a, b;
    for (const FieldRule& rule : from_.field.rules) a.push_back(forms::in_words(rule));
    for (const FieldRule& rule : to_.field.rules) b.push_back(forms::in_words(rule));
    if (a != b)
      add("rules", fmt::format("{} → {}", shown(fmt::format("{}", fmt::join(a, "; "))),
                               shown(fmt::format("{}", fmt::join(b, "; ")))));
  }

  void rows() {
    if (from_.table == nullptr || to_.table == nullptr) return;
    const auto &a = from_.table->rows, &b = to_.table->rows;
    property("continues", from_.table->key, to_.table->key);
    if (a.size() != b.size())
      add("rows", fmt::format("{} → {}", a.size(), b.size()), ChangeWeight::geometry);
    else if (!std::ranges::equal(a, b, [](double x, double y) { return std::abs(x - y) <= same_mm; }))
      add("rows", "they begin elsewhere", ChangeWeight::geometry);
  }

 private:
  static bool has(const Field& field, const std::string& code) {
    return std::ranges::find(field.options, code, &Option::code) != field.options.end();
  }
  void add(const char* what, std::string detail, ChangeWeight weight = ChangeWeight::meaning,
           std::optional<std::array<double, 4>> by = {}) {
    out_.push_back({what, to_.name, std::move(detail), weight, by});
  }

  const Listed &from_, &to_;
  std::vector<Change>& out_;
};

}  // namespace

std::optional<std::array<double, 4>> moved(const BoxMm& from, const BoxMm& to) {
  const std::array by{to.x - from.x, to.y - from.y, to.width - from.width, to.height - from.height};
  // Both corners count: a box that grows to the left moves and widens.
  const bool same = std::abs(by[0]) <= same_mm && std::abs(by[1]) <= same_mm && std::abs(by[0] + by[2]) <= same_mm &&
                    std::abs(by[1] + by[3]) <= same_mm;
  return same ? std::nullopt : std::optional(by);
}

std::string in_words(const FieldRule& rule) {
  std::string text = rule.rule;
  if (rule.min) text += fmt::format(" from {}", *rule.min);
  if (rule.max) text += fmt::format(" to {}", *rule.max);
  for (const std::string& word : {rule.argument, rule.min_field, rule.max_field})
    if (!word.empty()) text += " " + word;
  return text;
}

std::vector<Listed> listed(const FormTemplate& form) {
  std::vector<Listed> all;
  for (const Field& field : form.fields) {
    if (field.table.empty()) {
      all.push_back({field.name, field.page, field});
      continue;
    }
    const auto known = [&](const Listed& l) { return l.table != nullptr && l.name == field.table; };
    if (std::ranges::any_of(all, known)) continue;
    const Table& table = *std::ranges::find(form.tables, field.table, &Table::name);
    Field whole;
    whole.name = table.name;
    whole.label = table.label;
    whole.kind = FieldKind::table;
    whole.page = table.page;
    whole.box = table.box;
    all.push_back({table.name, table.page, whole, &table});
    for (const Field& column : table.columns) all.push_back({table.name + "." + column.name, table.page, column});
  }
  return all;
}

void compare_fields(const Listed& from, const Listed& to, std::vector<Change>& out) {
  const Field &a = from.field, &b = to.field;
  Comparison compare(from, to, out);
  compare.place();
  compare.property("kind", std::string(to_string(a.kind)), std::string(to_string(b.kind)));
  compare.cells();
  compare.options();
  compare.rows();
  compare.property("mark", std::string(a.mark == MarkBy::ring ? "ring" : "box"),
                   std::string(b.mark == MarkBy::ring ? "ring" : "box"));
  compare.property("content", static_cast<int>(a.content), static_cast<int>(b.content));
  compare.property("required", a.required, b.required);
  compare.property("critical", a.critical, b.critical);
  compare.property("alphabet", a.alphabet, b.alphabet);
  compare.property("layout", a.layout, b.layout);
  compare.property("unit", a.unit, b.unit);
  compare.property("decimals", a.decimals, b.decimals);
  compare.property("lines", a.lines, b.lines);
  compare.property("max_length", a.max_length, b.max_length);
  compare.property("lexicon", a.lexicon, b.lexicon);
  compare.property("ties", a.ties, b.ties);
  compare.rules();
  compare.property("label", a.label, b.label, ChangeWeight::wording);
  compare.property("help", a.help, b.help, ChangeWeight::wording);
}

}  // namespace carescan::forms

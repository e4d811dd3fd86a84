#include "pipeline/drafting/marks.hpp"

#include <algorithm>
#include <regex>

#include "pipeline/drafting/geometry.hpp"
#include "pipeline/drafting/naming.hpp"

namespace carescan::drafting {

namespace {

constexpr double label_mm = 7;           // from a mark to its own words
constexpr double question_left_mm = 90;  // from the words of a question to its first mark
constexpr double question_above_mm = 5, question_aside_mm = 2.5;
constexpr double next_row = 2.6;  // pitch of rows of one question, in heights of a mark
constexpr double same_column_mm = 0.8;

/// Marks of one question, row by row.
struct Group {
  std::vector<std::vector<BoxMm>> rows;
  std::string label, hint;
};

bool same_holder(const BoxMm& a, const BoxMm& b, const std::vector<BoxMm>& holders) {
  return std::all_of(holders.begin(), holders.end(),
                     [&](const BoxMm& h) { return holds(h, middle(a)) == holds(h, middle(b)); });
}

/// Something is written between two marks of a row, so that they answer two questions.
bool is_written_between(const BoxMm& a, const BoxMm& b, const std::vector<BoxMm>& written) {
  const BoxMm gap{a.right(), a.y, b.x - a.right(), a.height};
  return std::any_of(written.begin(), written.end(),
                     [&](const BoxMm& box) { return gap.width > 0 && box.overlaps(gap); });
}

/// A question's words stand above this mark, flush with it.
std::optional<std::size_t> question_above(const BoxMm& mark, const PageText& text) {
  return text.above(mark, question_above_mm, question_aside_mm);
}

/// Words behind their marks, not a number in front of the next question: most marks of the row have some.
bool has_words_behind(const std::vector<BoxMm>& row, const PageText& text) {
  const auto said =
      std::count_if(row.begin(), row.end(), [&](const BoxMm& m) { return text.right_of(m, label_mm).has_value(); });
  return 2 * said > static_cast<long>(row.size());
}

/// Something is printed between two marks of a row.
bool is_said_between(const BoxMm& a, const BoxMm& b, const PageText& text) {
  const auto behind = text.right_of(a, std::max(b.x - a.right(), 0.0));
  return behind && text.blocks()[*behind].box.right() < b.x + 1;
}

/// Cuts a row where another question begins.
std::vector<std::vector<BoxMm>> questions_of(const std::vector<BoxMm>& row, const MarkSurroundings& around,
                                             const PageText& text) {
  std::vector<std::vector<BoxMm>> out{{row.front()}};
  const bool words_behind = has_words_behind(row, text);
  for (std::size_t i = 1; i < row.size(); ++i) {
    const bool cut = question_above(row[i], text) || !same_holder(row[i - 1], row[i], around.holders) ||
                     is_written_between(row[i - 1], row[i], around.written) ||
                     (!words_behind && is_said_between(row[i - 1], row[i], text));
    if (cut) out.emplace_back();
    out.back().push_back(row[i]);
  }
  return out;
}

/// The words of a row's marks: to their right; to their left where the last mark has none behind it; or inside them.
std::vector<std::string> own_words(const std::vector<BoxMm>& row, PageText& text) {
  constexpr double close_mm = 4;
  const bool behind = has_words_behind(row, text);
  const bool in_front =
      !behind && row.size() > 1 && text.right_of(row.front(), label_mm) && text.left_of(row.front(), close_mm);
  std::vector<std::string> words;
  for (const BoxMm& mark : row) {
    const auto inside = text.inside(mark);
    const auto beside_it = in_front ? text.left_of(mark, label_mm)
                           : behind ? text.right_of(mark, label_mm)
                                    : std::nullopt;
    if (!inside.empty())
      words.push_back(text.use(inside.front()).text);
    else
      words.push_back(beside_it ? text.use(*beside_it).text : "");
  }
  return words;
}

/// Rows that go on below: the same columns, close, and no question of their own.
bool goes_on(const Group& group, const std::vector<BoxMm>& row, const MarkSurroundings& around) {
  const std::vector<BoxMm>& above = group.rows.back();
  const double pitch = row.front().y - above.front().y;
  const auto in_column = [&](const BoxMm& mark) {
    return std::any_of(above.begin(), above.end(), [&](const BoxMm& a) { return near(a.x, mark.x, same_column_mm); });
  };
  return pitch > 0 && pitch < std::max(next_row * row.front().height, 8.0) &&
         near(row.front().height, above.front().height, 0.6) && std::all_of(row.begin(), row.end(), in_column) &&
         same_holder(above.front(), row.front(), around.holders);
}

/// The words above an empty box are its label, whatever stands to their right.
bool is_label_of_a_box(const BoxMm& words, const std::vector<BoxMm>& written, const PageText& text) {
  constexpr double above_mm = 3, aside_mm = 3;
  return std::any_of(written.begin(), written.end(), [&](const BoxMm& box) {
    const double gap = box.y - words.bottom();
    return gap > -1 && gap < above_mm && near(words.x, box.x, aside_mm) &&
           std::none_of(text.blocks().begin(), text.blocks().end(),
                        [&](const TextBlock& block) { return holds(box, middle(block.box)); });
  });
}

void ask(Group& group, const MarkSurroundings& around, PageText& text) {
  const BoxMm& first = group.rows.front().front();
  auto words = question_above(first, text);
  if (!words) {
    words = text.left_of(first, question_left_mm);
    if (!words || is_label_of_a_box(text.blocks()[*words].box, around.written, text)) return;
  }
  group.label = text.use(*words).text;
  group.hint = text.blocks()[*words].hint;
}

std::vector<Option> options_of(const Group& group, const std::vector<std::string>& words) {
  std::vector<BoxMm> marks;
  for (const auto& row : group.rows) marks.insert(marks.end(), row.begin(), row.end());
  return drafting::options_of(marks, words);
}

BoxMm hull_of(const std::vector<Option>& options) {
  BoxMm box = options.front().box;
  for (const Option& option : options) box = hull(box, option.box);
  return box;
}

bool one_of_them(const Group& group, const std::vector<Option>& options) {
  static const std::regex only("tick one|one only|circle one|ring one", std::regex::icase);
  return options.front().code == "yes" || options.front().code == "no" ||
         std::regex_search(group.label + " " + group.hint, only);
}

/// Fields of one group: a question with options, or checkboxes where nothing is asked.
void add_fields(const Group& group, const std::vector<std::string>& words, bool in_holder, std::vector<Field>& out) {
  const std::vector<Option> options = options_of(group, words);
  const bool one_question = options.size() > 1 && (!group.label.empty() || in_holder || one_of_them(group, options));
  if (one_question) {
    Field field;
    field.label = group.label;
    field.kind = one_of_them(group, options) ? FieldKind::choice : FieldKind::choices;
    field.box = hull_of(options);
    field.options = options;
    field.help = group.hint;
    out.push_back(std::move(field));
    return;
  }
  for (std::size_t i = 0; i < options.size(); ++i) {
    Field field;
    field.label = words[i].empty() ? group.label : words[i];
    field.kind = FieldKind::checkbox;
    field.box = options[i].box;
    out.push_back(std::move(field));
  }
}

}  // namespace

std::vector<std::vector<BoxMm>> mark_rows(const std::vector<BoxMm>& marks) {
  return in_rows(marks, [](const BoxMm& last, const BoxMm& mark) {
    return beside(last, mark) > 0.6 && near(last.height, mark.height, 0.3 * mark.height);
  });
}

std::vector<Option> options_of(const std::vector<BoxMm>& marks, const std::vector<std::string>& words) {
  std::vector<Option> options;
  std::set<std::string> taken;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    options.push_back({unused(code_of(words[i], number), taken), words[i].empty() ? std::to_string(number) : words[i],
                       marks[i]});
  }
  return options;
}

std::vector<Field> mark_fields(const std::vector<BoxMm>& marks, const MarkSurroundings& around, PageText& text) {
  std::vector<Group> groups;
  std::vector<std::vector<std::string>> words;
  for (const std::vector<BoxMm>& whole_row : mark_rows(marks))
    for (const std::vector<BoxMm>& row : questions_of(whole_row, around, text)) {
      const std::vector<std::string> row_words = own_words(row, text);
      Group group{{row}, "", ""};
      ask(group, around, text);
      const auto above = std::find_if(groups.rbegin(), groups.rend(),
                                      [&](const Group& g) { return group.label.empty() && goes_on(g, row, around); });
      if (above == groups.rend()) {
        groups.push_back(std::move(group));
        words.push_back(row_words);
        continue;
      }
      above->rows.push_back(row);
      auto& said = words[static_cast<std::size_t>(groups.rend() - above) - 1];
      said.insert(said.end(), row_words.begin(), row_words.end());
    }
  std::vector<Field> fields;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Group& group = groups[i];
    const BoxMm& first = group.rows.front().front();
    const bool held = std::any_of(around.holders.begin(), around.holders.end(),
                                  [&](const BoxMm& h) { return holds(h, middle(first)); });
    add_fields(group, words[i], held, fields);
  }
  return fields;
}

}  // namespace carescan::drafting

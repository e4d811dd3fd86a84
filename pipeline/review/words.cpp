#include "pipeline/review/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <regex>
#include <vector>

#include "pipeline/batch/report_words.hpp"
#include "pipeline/model/text.hpp"
#include "pipeline/reading/writing.hpp"
#include "pipeline/records/decide.hpp"
#include "pipeline/records/record_json.hpp"

namespace carescan::review {
namespace {

/// What may stand round a value that is typed.
constexpr std::string_view gaps = " \t\r\n";

bool is_digits(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

Typed as_written(const std::string& text) {
  return {.understood = false, .state = FieldState::illegible, .value = std::monostate{}, .text = text};
}

Typed understood(Value value, const std::string& text) {
  return {.understood = true, .state = FieldState::read, .value = std::move(value), .text = text};
}

/// Typed text as a reader would have it of a free line.
Reading reading_of(const Field& field, const std::string& text) {
  Reading reading;
  reading.field = field.name;
  reading.state = FieldState::read;
  reading.text = text;
  return reading;
}

/// The digits of a date without separators as day/month/year.
std::string with_separators(const std::string& digits) {
  return digits.substr(0, 2) + "/" + digits.substr(2, 2) + "/" + digits.substr(4);
}

/// Through the reader's own rules for dates: one way of knowing what 2/1/38 means.
Typed typed_date(const Field& field, const std::string& text) {
  static const std::regex iso("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})");
  std::smatch parts;
  Field free = field;
  free.cells.clear();
  Reading reading = reading_of(field, text);
  if (is_digits(text) && (text.size() == 6 || text.size() == 8)) reading.text = with_separators(text);
  if (std::regex_match(text, parts, iso)) reading.text = parts.str(3) + "/" + parts.str(2) + "/" + parts.str(1);
  reading::set_value(free, "", reading);
  const auto* day = std::get_if<std::string>(&reading.value);
  // Two digits of a year that could be of two centuries are a guess, and a person can type four.
  if (day == nullptr || !reading.reasons.empty() || !records::is_calendar_date(*day)) return as_written(text);
  return understood(*day, text);
}

Typed typed_number(const Field& field, const std::string& text) {
  Field free = field;
  free.cells.clear();
  Reading reading = reading_of(field, text);
  reading::set_value(free, "", reading);
  return std::holds_alternative<double>(reading.value) ? understood(reading.value, text) : as_written(text);
}

std::optional<bool> yes_or_no(const std::string& text) {
  static const std::map<std::string, bool> words{
      {"y", true},         {"yes", true},         {"x", true},           {"1", true},   {"t", true},
      {"ticked", true},    {"signed", true},      {"n", false},          {"no", false}, {"0", false},
      {"unticked", false}, {"not ticked", false}, {"not signed", false}, {"2", false}};
  const auto found = words.find(in_small_letters(text));
  return found == words.end() ? std::nullopt : std::optional(found->second);
}

/// An option by its code, its label or, where no option is called so, its number on the screen.
const Option* option_of(const Field& field, const std::string& text) {
  const std::string word = in_small_letters(trimmed(text, gaps));
  for (const Option& option : field.options)
    if (in_small_letters(option.code) == word || in_small_letters(option.label) == word) return &option;
  if (!is_digits(word) || word.size() > 2) return nullptr;
  const auto number = static_cast<std::size_t>(std::stoi(word));
  return number >= 1 && number <= field.options.size() ? &field.options[number - 1] : nullptr;
}

Typed typed_choices(const Field& field, const std::string& text) {
  std::vector<std::string> codes;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find_first_of(",;", from), text.size());
    const Option* option = option_of(field, text.substr(from, end - from));
    if (option == nullptr) return as_written(text);
    codes.push_back(option->code);
    from = end + 1;
  }
  std::ranges::sort(codes);
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return understood(codes, text);
}

Typed typed_choice(const Field& field, const std::string& text) {
  const Option* option = option_of(field, text);
  return option == nullptr ? as_written(text) : understood(option->code, text);
}

Typed typed_text(const Field& field, const std::string& text) {
  Field free = field;
  free.cells.clear();
  Reading reading = reading_of(field, text);
  // A question mark is what a reader writes for a character it does not know; a person may mean it.
  if (text.find('?') == std::string::npos) reading::set_value(free, "", reading);
  return understood(std::holds_alternative<std::string>(reading.value) ? reading.value : Value(text), text);
}

/// A missing signature is blank, as its reader says it; an unticked box is an answer.
bool is_signature(FieldKind kind) {
  return kind == FieldKind::signature || kind == FieldKind::initials;
}

std::string label_of(const Field& field, const std::string& code) {
  const auto found = std::ranges::find(field.options, code, &Option::code);
  return found == field.options.end() || found->label.empty() ? code : found->label;
}

std::string read_words(const Field& field, const Value& value) {
  if (const auto* ticked = std::get_if<bool>(&value)) {
    if (is_signature(field.kind)) return *ticked ? "signed" : "not signed";
    return *ticked ? "ticked" : "not ticked";
  }
  if (const auto* marks = std::get_if<std::vector<BoxMm>>(&value)) return in_words(*marks);
  if (const auto* codes = std::get_if<std::vector<std::string>>(&value)) {
    std::string out;
    for (const std::string& code : *codes) out += (out.empty() ? "" : ", ") + label_of(field, code);
    return out.empty() ? "none of them" : out;
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    if (field.kind == FieldKind::date) return batch::british(*text);
    if (field.kind == FieldKind::nhs_number) return batch::spaced(*text);
    return field.options.empty() ? *text : label_of(field, *text);
  }
  return records::display(value);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// A letter or digit, of any alphabet.
bool is_said(char small) {
  return (small >= 'a' && small <= 'z') || is_digit(small) || static_cast<unsigned char>(small) >= 0x80;
}

/// Letters and digits, small: what writing says however it is spaced and pointed.
std::string bare(const std::string& text) {
  std::string out = in_small_letters(text);
  std::erase_if(out, std::not_fn(is_said));
  return out;
}

/// The same, but what parts two digits stays: 1.5 is not 15, nor is 2-4 24. A point counts as a comma.
std::string bare_words(const std::string& text) {
  std::string out;
  char between = 0;
  for (const char c : in_small_letters(text)) {
    if (!is_said(c)) {
      if (between == 0 || between == ' ') between = c == ',' ? '.' : c;
      continue;
    }
    if (between != 0 && is_digit(c) && !out.empty() && is_digit(out.back())) out += between;
    out += c;
    between = 0;
  }
  return out;
}

/// An unticked box is an answer; everything else that is left empty is blank.
Typed nothing_typed(const Field& field) {
  if (field.kind == FieldKind::checkbox || field.kind == FieldKind::none_box) return understood(false, "");
  return {.understood = true, .state = FieldState::blank, .value = std::monostate{}, .text = ""};
}

}  // namespace

Typed typed_value(const Field& field, const std::string& typed) {
  const std::string text = trimmed(typed, gaps);
  if (text.empty()) return nothing_typed(field);
  switch (field.kind) {
    case FieldKind::date:
      return typed_date(field, text);
    case FieldKind::number:
      return typed_number(field, text);
    case FieldKind::choice:
    case FieldKind::scale:
      return typed_choice(field, text);
    case FieldKind::choices:
      return typed_choices(field, text);
    case FieldKind::checkbox:
    case FieldKind::none_box:
    case FieldKind::signature:
    case FieldKind::initials: {
      const std::optional<bool> answer = yes_or_no(text);
      if (!answer) return as_written(text);
      if (!*answer && is_signature(field.kind)) return typed_value(field, "");
      return understood(*answer, text);
    }
    case FieldKind::nhs_number: {
      std::string digits = text;
      std::erase_if(digits, [](char c) { return c == ' ' || c == '-'; });
      return is_digits(digits) ? understood(digits, text) : as_written(text);
    }
    default:
      return typed_text(field, text);
  }
}

std::string typing_of(const Field& field, FieldState state, const Value& value) {
  if (state != FieldState::read) return "";
  if (const auto* ticked = std::get_if<bool>(&value)) return *ticked ? "yes" : "no";
  if (const auto* codes = std::get_if<std::vector<std::string>>(&value)) {
    std::string out;
    for (const std::string& code : *codes) out += (out.empty() ? "" : ",") + code;
    return out;
  }
  if (const auto* text = std::get_if<std::string>(&value); text && field.kind == FieldKind::date)
    return batch::british(*text);
  return records::display(value);
}

std::string words_of(const Field& field, FieldState state, const Value& value) {
  switch (state) {
    case FieldState::read:
      return read_words(field, value);
    case FieldState::blank:
      return is_signature(field.kind) ? "not signed" : "left blank";
    case FieldState::none:
      return "none";
    case FieldState::ambiguous:
      return "more than one mark";
    case FieldState::illegible:
      break;
  }
  return "cannot be read";
}

bool same_on_paper(const Field& field, FieldState state, const Value& value, FieldState other_state,
                   const Value& other) {
  if (state != other_state) return false;
  if (value == other) return true;
  const auto *one = std::get_if<std::string>(&value), *two = std::get_if<std::string>(&other);
  if (one == nullptr || two == nullptr) return false;
  switch (field.kind) {
    case FieldKind::text:
    case FieldKind::paragraph:
      return bare_words(*one) == bare_words(*two);
    case FieldKind::comb:
    case FieldKind::phone:
    case FieldKind::postcode:
      return bare(*one) == bare(*two);
    default:
      return false;
  }
}

std::string reason_words(const std::string& code) {
  static const std::map<std::string, std::string> words{
      {"critical", "important for safety: a person always looks"},
      {"kind-not-accepted", "free handwriting: a person always looks"},
      {"low-confidence", "the reader is not sure enough"},
      {"illegible", "there is writing that could not be read"},
      {"ambiguous", "more than one mark"},
      {"required-blank", "the form asks for an answer here"},
      {"mark-faint", "a faint or small mark"},
      {"mark-cancelled", "a mark that may have been taken back"},
      {"mark-unclear", "not a usual tick or cross"},
      {"ink-outside", "there is ink beside the field"},
      {"single-stroke", "only one straight line"},
      {"two-marks", "two marks where one is allowed"},
      {"print-mismatch", "the printing does not lie where it should"},
      {"printing-differs", "the page is printed differently here"},
      {"ink-faint", "very little ink"},
      {"no-characters", "no letter or digit was found in the ink"},
      {"incomplete", "something is missing"},
      {"not-a-date", "this is not a date"},
      {"not-a-number", "this is not a number"},
      {"written-over", "crossed out or written over"},
      {"not-in-alphabet", "a character that does not belong here"},
      {"read-by-rule", "the rule for this field changes what the ink says"},
      {"struck-out", "a word is struck out"},
      {"several-entries", "several words of the list side by side"},
      {"readers-differ", "typed or written: two readers read it differently"},
      {"says-none", "the line says that there is nothing"},
      {"ditto", "marks for “the same as above”"},
      {"two-digit-year", "the year has two digits"},
      {"ring-open", "the ring is open"},
      {"ring-shared", "one ring round two words"},
      {"mark-no-ring", "marked in another way than by a ring"},
      {"drawing-marked", "something is drawn"},
      {"checksum", "the check digit is wrong"},
      {"calendar", "there is no such day"},
      {"implausible-date", "an unlikely year"},
      {"pattern", "not the usual form of such a value"},
      {"too-long", "more characters than there is room for"},
      {"page-owner-differs", "the name on this page is another one"},
      {"page-unconfirmed", "the page may belong to another form"},
      {"page-uneven", "the page may be torn, folded or another version"},
      {"row-continues", "the row may go on from the one above"},
      {"row-gap", "an empty row above a written one"},
      {"none-contradiction", "“none” is ticked and something is written"},
      {"none-unsure", "“none” may be ticked"},
      {"typed-differs", "what was typed blind is not what was read"},
      {"corrected", "a person found something else"}};
  if (const auto found = words.find(code); found != words.end()) return found->second;
  return code.starts_with("rule-") ? "does not agree with other answers" : code;
}

}  // namespace carescan::review

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/model/geometry.hpp"

namespace carescan {

/// What kind of thing a person writes into a field; the names in form.json are the same words.
enum class FieldKind {
  text,
  paragraph,
  comb,
  date,
  number,
  nhs_number,
  postcode,
  phone,
  checkbox,
  choice,
  choices,
  scale,
  signature,
  initials,
  table,
  drawing,
  none_box
};

/// The form.json word for a kind, and back (nullopt for a word that is no kind).
std::string_view to_string(FieldKind kind);
std::optional<FieldKind> field_kind(std::string_view word);

/// Kinds answered by marking printed boxes (checkbox, choice, choices, scale, none_box).
bool is_mark(FieldKind kind);
/// Kinds answered by characters (text, comb, date, number, nhs_number, postcode, phone, paragraph).
bool is_written(FieldKind kind);

/// One answer of a choice: its code (what record.json says), printed label and box to mark.
struct Option {
  std::string code, label;
  BoxMm box;
};

enum class Content { handwritten, typed, either };

/// How an option is marked: its printed square is ticked, or its printed word is ringed (`box` is then round the word).
enum class MarkBy { box, ring };

/// A rule on one value. It never changes the value: it lowers trust or asks a person.
struct FieldRule {
  std::string rule;                            ///< "range", "pattern", "not_before", "not_after"
  std::optional<double> min, max;              ///< for range
  std::string argument;                        ///< pattern (ECMAScript), other field's name, or ISO date
  std::string min_field = {}, max_field = {};  ///< for range: number fields that hold the limits
};

/// One field of a form. All boxes are template mm on `page`.
struct Field {
  std::string name, label;
  FieldKind kind = FieldKind::text;
  int page = 1;                 ///< from 1
  BoxMm box;                    ///< the writing area: frame of a comb or text line; the square of a checkbox
  std::vector<BoxMm> cells;     ///< one per character, left to right; empty for free writing
  std::vector<Option> options;  ///< choice, choices, scale
  MarkBy mark = MarkBy::box;    ///< how they are marked
  Content content = Content::handwritten;
  bool required = false;
  bool critical = false;  ///< always goes to a person
  std::string alphabet;   ///< "digits", "capitals", "letters", "alphanumeric" or the characters themselves
  std::string layout;     ///< of a date comb: e.g. "DDMMYYYY"
  std::string unit;       ///< of a number, UCUM
  int decimals = 0;       ///< of a number comb: cells after the printed point
  int lines = 1;          ///< of a paragraph
  int max_length = 0;     ///< 0: no limit
  std::string lexicon;    ///< name of a file in lexicons/, without .txt
  std::string ties;       ///< of a none_box: the field it declares empty
  std::string help;
  std::vector<FieldRule> rules;
  std::string table = {};   ///< of a table's cell: the table; empty for a field of its own
  int row = 0;              ///< of a table's cell, from 1
  std::string column = {};  ///< of a table's cell: the column's name
};

}  // namespace carescan

#pragma once

#include "src/review/office.hpp"

/// The shapes that several answers share.
namespace carescan::web {

/// "confirm", "rekey", "adjudicate".
std::string_view word_of(review::Mode);

/// How a field is asked, without a value: kind, unit, options and what else the page needs to draw it. `field` is one
/// of the form; for a column of a table, the cell of any row.
Json question_json(const FormTemplate&, const Field&, review::Mode);

/// The field of the form that a column's name means ("needs[*].goal": the cell of the first row). Throws Refused 404.
const Field& field_of(const FormTemplate&, const std::string& column_field);

/// The label of the column "few".
constexpr const char* few_label = "Short lists together";

/// The label of a column: a table's cell without its row.
std::string column_label(const FormTemplate&, const Field&);

/// Where the ink of a field is shown, with what is above and below it (tenths of a mm).
std::string crop_url(const std::string& document, const std::string& field, const Margins&);

/// A field of a document as a person is asked about it. What was read is left out where the item is to be typed blind.
Json item_json(Office&, const review::Item&);

Json progress_json(const review::Progress&);
Json chain_json(const review::Work&);

}  // namespace carescan::web

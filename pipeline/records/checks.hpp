#pragma once

#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::records {

/// What speaks against one value by itself, as reason codes of docs/policy.md: NHS modulus 11 ("checksum"), calendar
/// ("calendar"), plausible years ("implausible-date"), option codes, UK postcode and phone patterns ("pattern"),
/// length. Only values of state `read` are checked; anything else gives nothing.
std::vector<std::string> value_doubts(const Field&, const RecordField&);

/// Applies every field rule and form rule to the record: a rule that does not hold adds a reason to each field
/// concerned and one Issue. A rule with a field that was not read says nothing, but for the arithmetic ones
/// (rule_parts.hpp). Rules about `[*]` are applied to each row.
void apply_rules(const FormTemplate&, Record&);

/// The form rule "same_person": the name on a later page (the last field) against the name before it (all other fields,
/// joined). Where the two are unlike, the page is another person's or nobody's: an Issue "page-owner-differs" and that
/// reason on every field of the page. It compares drafts (`text`), read or asked, in both name orders; with fewer than
/// three letters on either side it says nothing.
void check_same_person(const FormRule&, Record&);

/// A ticked none_box declares the field (or table, by its first cell) it ties empty: state `none` where there is no
/// ink, an Issue "none-contradiction" and a reason on the box, the list and the ink where it has. `clear` is the
/// confidence from which the tick is believed; below it the list stays blank and is asked ("none-unsure").
void apply_none_boxes(const FormTemplate&, Record&, double clear);

}  // namespace carescan::records

#pragma once

#include <set>
#include <string>

#include "pipeline/drafting/text_blocks.hpp"
#include "pipeline/model/field.hpp"

namespace carescan::drafting {

/// A label as a field's name: "Date of birth (DD MM YYYY):" is "date_of_birth". What fills in the gaps of a form is
/// left out (numbers in front, brackets, punctuation); words that every English form has in several wordings get one
/// name ("Last name", "Family name": surname). Empty where nothing is left.
std::string name_of(const std::string& label);

/// An option's label as its code: "Not known" is "not_known"; an empty label is "option_<number>".
std::string code_of(const std::string& label, int number);

/// The name, cut where it is longer than names may be, or with the next number behind it where it is taken; takes it.
std::string unused(std::string name, std::set<std::string>& taken);

/// Sets kind, layout and alphabet of a written field by its cells, its height and the words of its label and hint.
/// `lines` is how many ruled lines its box has.
void guess_kind(Field&, const std::string& label, const std::string& hint, int ruled_lines);

}  // namespace carescan::drafting

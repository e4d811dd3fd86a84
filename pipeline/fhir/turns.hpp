#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/document.hpp"

namespace carescan::fhir {

/// One turn of a `for_each`: what stands in the place of its pattern in the names of fields.
struct Turn {
  std::string pattern;              ///< "needs[*]", "allergy_*" or, of a field with several codes, its name
  std::vector<std::string> places;  ///< the rows of one entry ("needs[1]", "needs[2]"), one number ("allergy_2")
  std::string code = {};            ///< the code of this turn, where the pattern is a field with several codes

  const std::string& key() const { return code.empty() ? places.front() : code; }
};

/// The turns of a pattern, in the order of the paper: each entry of the table before `[*]`; each number that takes the
/// place of `*` in names of the form's fields; each marked code of a field. Entries are those that the record tells
/// apart (records::apply_tables), else each row that has anything in it. Throws Failure "template-mapping" for a
/// pattern that the form does not know.
std::vector<Turn> turns_of(const std::string& pattern, const Document&);

/// The fields that a name stands for in the innermost turn whose pattern it begins with: {"needs[1].goal",
/// "needs[2].goal"}; the name itself without a turn.
std::vector<std::string> names_in(const std::string& name, const std::vector<Turn>& turns);

}  // namespace carescan::fhir

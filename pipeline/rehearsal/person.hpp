#pragma once

#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/rehearsal/chance.hpp"

namespace carescan::rehearsal {

/// Somebody who does not exist.
struct Person {
  std::string title, given, family, birth;
  int plan_day = 0;  // when the form was filled in, days from 2026-01-01
};

/// Makes up a person of 74 to 100 years.
Person meet(Chance);

/// A given name and a family name.
std::string name_of_somebody(Chance&);

/// What this person has written in a field of characters: the same name and date of birth wherever they are asked for.
/// Throws Failure "lexicon-missing".
std::string made_up_writing(const FormTemplate&, const Field&, const Person&, Chance&);

/// Which options they mark; rarely two where one is allowed.
std::vector<std::string> made_up_codes(const Field&, const Person&, Chance&);

/// Whether the field's name, of a table's cell that of its column, speaks of `word`.
bool about(const Field&, const std::string& word);

}  // namespace carescan::rehearsal

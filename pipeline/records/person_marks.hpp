#pragma once

#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/reading.hpp"

namespace carescan::records {

/// What one page says of whose it is, for one identifier of the form: the fields that a rule `same_person` ties
/// together, or the NHS number.
struct PersonMark {
  std::string identifier{};           ///< the same word on every page that bears it
  std::vector<std::string> drafts{};  ///< `letters` of what was read there, in every order it may stand
  bool proven = false;                ///< an NHS number whose check digit is right
};

/// The marks on one page, of the readings of that page alone; an identifier with less than three letters says nothing
/// and is left out. Drafts, believed or not: they are compared, never told.
std::vector<PersonMark> person_marks(const FormTemplate&, const std::vector<Reading>& of_page);

/// True where a rule of the form compares this identifier with page 1 already; false for an NHS number.
bool is_compared_by_rule(const PersonMark&);

/// What two pages' marks say together.
enum class Owner {
  same,     ///< an identifier agrees as two people's hardly ever do, and none differs
  unclear,  ///< nothing to compare, or neither alike nor unlike, or one thing each way
  differs,  ///< unlike; handwriting that was read badly may look so too
  other     ///< two different NHS numbers, both with a right check digit
};

Owner same_owner(const std::vector<PersonMark>&, const std::vector<PersonMark>&);

}  // namespace carescan::records

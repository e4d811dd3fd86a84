#pragma once

#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/rehearsal/chance.hpp"

namespace carescan::rehearsal {

/// Day `day` after 2026-01-01 (negative: before) as YYYY-MM-DD. Made-up dates hang on no clock.
std::string iso_date(int day);

/// The same the other way round. The text is an ISO date.
int day_of(const std::string& iso);

/// An NHS number of the 999 test range with a right modulus-11 check digit; ten digits.
std::string made_up_nhs_number(Chance&);

/// A phone number of the ranges Ofcom keeps for radio and television drama; eleven digits.
std::string made_up_phone(Chance&);

/// A postcode of the right pattern with its space, e.g. "LS1 4AP".
std::string made_up_postcode(Chance&);

/// "12 Orchard Road".
std::string made_up_street(Chance&);

/// Words for a field by what its name or label is about; empty when nothing is known about it.
std::vector<std::string> phrases_for(const Field&);

/// Sentences for prose that nothing is known about.
const std::vector<std::string>& common_sentences();

}  // namespace carescan::rehearsal

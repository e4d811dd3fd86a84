#pragma once

#include <string>
#include <vector>

#include "pipeline/model/record.hpp"

namespace carescan::batch {

/// One document of a person: what was read, and its bundle's bytes, which have the form's own words for options.
struct PersonDocument {
  Record record;
  std::string bundle;
};

/// One printable HTML page about one person, in plain English: what was taken from their papers, what somebody has
/// compared with the ink, and what is still in doubt. For the person and their family, who then say what is wrong. What
/// waits for a person is named and its value never shown; what was left blank is counted only. Needs nothing from
/// elsewhere, and runs nothing.
std::string person_summary(const std::vector<PersonDocument>& documents);

}  // namespace carescan::batch

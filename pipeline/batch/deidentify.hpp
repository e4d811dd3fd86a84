#pragma once

#include <set>
#include <string>

namespace carescan::batch {

/// Names and days in the place of people's own, all from one secret: the same key gives the same ones in every extract,
/// and nobody without it can work them out or back, although there are few enough NHS numbers to try them all.
class Pseudonyms {
 public:
  explicit Pseudonyms(std::string key) : key_(std::move(key)) {}

  /// 32 hex digits for a person (an NHS number, or the id of a document of which nobody knows whose it is).
  std::string person(const std::string& who) const { return name("person|" + who); }
  std::string document(const std::string& id) const { return name("document|" + id); }
  /// By how many days all dates of a person are moved: 1 to 365 back, so that none comes to lie in the future.
  int days_back(const std::string& who) const;

 private:
  std::string name(const std::string& what) const;

  std::string key_;
};

/// An ISO date some days earlier. The date is one of the calendar.
std::string days_earlier(const std::string& iso, int days);

/// Whole years from a birth to a day, both ISO dates of the calendar; "90+" for 90 and more, of whom there are few
/// enough to be known by their age. Empty where they are no age of a person: a birth after that day, or over 120 years.
std::string age_group(const std::string& born, const std::string& on);

/// The letters that a UK postcode begins with ("LS1 4AP" → "LS"): 124 areas of mostly some hundred thousand people.
/// Empty where it does not look like a postcode.
std::string postcode_area(const std::string& postcode);

/// NHS numbers of people whose papers must not be used, one a line; spaces and hyphens within them, empty lines and
/// those that start with '#' do not matter. Throws Failure "opt-out-invalid" with the line's number, never the value:
/// who was left out of a list because a digit was missing would be in the extract.
std::set<std::string> opted_out(const std::string& lines, const std::string& file);

}  // namespace carescan::batch

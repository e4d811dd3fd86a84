#pragma once

#include <string>
#include <string_view>

#include "pipeline/model/field.hpp"

/// What reports, summaries and review say alike.
namespace carescan::batch {

/// Text as HTML text or attribute: nothing in it is markup.
std::string escaped(std::string_view text);

/// "1 page", "2 pages", "1 copy" (given "copies").
std::string counted(long count, const std::string& noun, const std::string& plural = "");

/// A date as people write it: 1938-02-28 as 28/02/1938; what is no whole ISO date stays as it is.
std::string british(const std::string& date);

/// An NHS number as people read it: 9990000018 as 999 000 0018; what has not ten characters stays as it is.
std::string spaced(const std::string& number);

/// Why a page was quarantined, for people; empty for a code that has no words.
std::string quarantine_words(std::string_view code);

/// "NHS number" for nhs_number.
std::string kind_words(FieldKind);

}  // namespace carescan::batch

#pragma once

#include <string>
#include <string_view>

#include "pipeline/model/field.hpp"

/// What the report's sections say alike.
namespace carescan::batch {

/// Text as HTML text or attribute: nothing in it is markup.
std::string escaped(std::string_view text);

/// "1 page", "2 pages", "1 copy" (given "copies").
std::string counted(long count, const std::string& noun, const std::string& plural = "");

/// Why a page was quarantined, for people; empty for a code that has no words.
std::string quarantine_words(std::string_view code);

/// "NHS number" for nhs_number.
std::string kind_words(FieldKind);

}  // namespace carescan::batch

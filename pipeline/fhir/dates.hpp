#pragma once

#include <string>
#include <string_view>

namespace carescan::fhir {

/// YYYY, YYYY-MM or YYYY-MM-DD of the Gregorian calendar, years 0001 to 9999 (FHIR date).
bool is_partial_date(std::string_view text);
/// A partial date, or an instant (FHIR dateTime).
bool is_date_time(std::string_view text);
/// Day, time to the second with optional fraction, and zone (FHIR instant). Second 60 and zones up to 14:00 are
/// allowed.
bool is_instant(std::string_view text);
/// hh:mm:ss with an optional fraction (FHIR time).
bool is_time(std::string_view text);

/// Seconds since 1970-01-01T00:00:00Z of a valid instant, fractions left away.
long long seconds_of(std::string_view instant);

/// The zone of the clocks of the United Kingdom, "+00:00" or "+01:00", at an hour (0 to 23, as the clock shows it) of a
/// day YYYY-MM-DD: summer time lasts from the last Sunday of March, 1 o'clock, to the last Sunday of October, 2 o'clock
/// (Summer Time Act 1972 as amended in 2002). The hour that October has twice counts as summer time.
std::string london_offset(std::string_view day, int hour);

}  // namespace carescan::fhir

#include "pipeline/reading/signature.hpp"

#include "pipeline/reading/presence.hpp"

namespace carescan::reading {
namespace {

/// A signature is a long line of ink; initials are two letters. The even odds lie far above a speck.
PresenceOptions options(FieldKind kind) {
  if (kind == FieldKind::initials) return {.even_mm2 = 0.45, .even_extent_mm = 1.2};
  return {.even_mm2 = 0.9, .even_extent_mm = 3.0};
}

/// More than dust and less than a signature: nobody can tell without looking.
bool between(const OwnInk& ink, const PresenceOptions& even) {
  return ink.sure_mm2 > 0.35 * even.even_mm2 && ink.sure_mm2 < 3 * even.even_mm2;
}

/// A line ruled through the box is how people strike it out, and no signature.
constexpr double line_mm = 0.4;

}  // namespace

Reading read_signature(const Field& field, const imaging::FieldCrop& crop, const std::vector<BoxMm>& rivals) {
  const PresenceOptions even = options(field.kind);
  const Presence seen = presence(ink_map(crop), field.box, rivals, even);
  Reading reading = blank_reading(field, seen);
  if (seen.p_ink >= 0.5) {
    reading.state = FieldState::read;
    reading.value = true;
    reading.confidence = seen.p_ink;
  }
  if (seen.ink.through && seen.ink.thickness_mm < 4 * line_mm) reading.reasons.push_back("ink-outside");
  if (seen.p_ink >= 0.5 && seen.ink.thickness_mm < line_mm) reading.reasons.push_back("single-stroke");
  if (between(seen.ink, even) && reading.reasons.empty()) reading.reasons.push_back("ink-faint");
  return reading;
}

}  // namespace carescan::reading

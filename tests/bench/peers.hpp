#pragma once

#include <nlohmann/json.hpp>

#include "pipeline/imaging/straighten.hpp"

namespace carescan::bench {

/// What other methods find on the same evened grey picture: {"leptonica": {"deg", "cpu_ms"}, "profile": {…}}, clockwise
/// positive; deg is null where the method says that it found none. These methods know no turned pages: the picture is
/// turned upright for them by the true `turn_deg` first.
nlohmann::ordered_json peer_skews(const imaging::Straightened&, int turn_deg);

}  // namespace carescan::bench

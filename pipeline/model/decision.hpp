#pragma once

#include <map>
#include <string>

#include "pipeline/model/reading.hpp"

namespace carescan {

/// What a person found in a field on the paper.
struct Decision {
  FieldState state = FieldState::blank;
  Value value;
  std::string text;  ///< as typed, or as it was shown and confirmed
  std::string by;    ///< the reviewer's name
  std::string at;    ///< FHIR instant
};

/// The decisions that stand, by field name.
using Decisions = std::map<std::string, Decision>;

}  // namespace carescan

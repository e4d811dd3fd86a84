#pragma once

#include <optional>
#include <string>

#include "pipeline/model/geometry.hpp"

namespace carescan {

/// Doubt about data: a value in the Record, never an exception. `message` never holds a value read from a form.
struct Issue {
  std::string code;   ///< kebab-case, documented in docs/errors.md, e.g. "page-missing", "rule-order"
  std::string field;  ///< field name, empty where the issue is about a page or the document
  int page = 0;       ///< template page number, 0 where none
  std::optional<BoxMm> box;
  std::string message;
};

}  // namespace carescan

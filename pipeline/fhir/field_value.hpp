#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/fhir/document.hpp"
#include "pipeline/fhir/turns.hpp"

namespace carescan::fhir {

/// What the names of one placeholder give.
struct FieldValue {
  Json value = {};                    ///< null where nothing was read
  bool none = false;                  ///< the paper says that there is none
  bool unreadable = false;            ///< something is written that nobody can read
  const Field* field = nullptr;       ///< the form's first such field, for its options
  std::set<std::string> fields = {};  ///< that were read (or say none) and are usable
  std::set<std::string> asked = {};   ///< that wait for a person
};

/// The value of one or more fields in a turn. Texts of the rows of one entry are joined by line ends, those of names
/// joined by + with spaces; of other values the first counts. While one of the fields waits for a person there is no
/// value at all: half a text would be a wrong one. Throws Failure "template-mapping" for a name the form does not have.
FieldValue value_of(const std::vector<std::string>& names, const std::vector<Turn>& turns, const Document&);

}  // namespace carescan::fhir

#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "pipeline/fhir/document.hpp"
#include "pipeline/fhir/turns.hpp"

namespace carescan::fhir {

/// A resource skeleton filled with a record's values, and what it was filled from.
struct Expanded {
  Json resource = {};                 ///< null where nothing is left of the skeleton
  std::set<std::string> fields = {};  ///< names of the fields whose values stand in it or decided that it is there
  std::set<std::string> asked = {};   ///< fields it names that wait for a person, but for those with `| if_known`
};

/// What {{@name}} stands for: the resources made from the skeleton called `name`, by the key of their turn ("" where
/// it had no for_each), as "urn:uuid:…".
using References = std::map<std::string, std::map<std::string, std::string>>;

/// Fills the placeholders of a skeleton; the language is described in docs/template-format.md, "FHIR". Only fields that
/// are usable (accepted or reviewed) have a value. Throws Failure "template-mapping" for a field the form does not
/// have, an unclosed {{, an unknown filter or a for_each over nothing.
Expanded expand_skeleton(const Json& skeleton, const Document&, const std::vector<Turn>& turns = {},
                         const References& = {});

/// The parts of form.json's `fhir`. Throws Failure "template-mapping" where it is no array of objects.
std::vector<Json> skeletons_of(const FormTemplate&);

/// Members of skeletons that direct how they are filled, and are none of FHIR: for_each, when, unless, in_force,
/// section.
const std::set<std::string>& directives();

/// The texts of a member that is one text or a list of them: `when`, `unless`, `section`.
std::vector<std::string> texts_of(const Json& object, const std::string& member);

}  // namespace carescan::fhir

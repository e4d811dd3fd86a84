#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/validate.hpp"
#include "pipeline/model/form_template.hpp"

namespace carescan::fhir {

/// What the record standards of English social care ask for and a document's bundle does not hold: the headings of the
/// PRSB Care and Support Plan standard (https://theprsb.org/standards/careandsupportplan/), whose core the Minimum
/// Operational Data Standard DAPB4102 follows. A finding of severity "information" each, in a sentence that says
/// whether the form has no place for it or nothing usable was there. The headings about the person hold for every form;
/// those about the plan only for one that maps a CarePlan. Paper that lacks something is not wrong, and nothing is
/// filled in for it.
std::vector<Finding> missing_by_standard(const std::string& bundle, const FormTemplate&);

}  // namespace carescan::fhir

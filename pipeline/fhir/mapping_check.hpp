#pragma once

#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"

namespace carescan::fhir {

/// What is wrong with a form's `fhir` part, found before anything is read: unknown filters, references to skeletons
/// that do not come before, elements that FHIR R4 does not have, values that it would refuse once the skeletons are
/// filled with samples of each field's kind (each option of a choice in turn, accepted and reviewed), skeletons that
/// nothing fills. One message each: the JSON pointer into /fhir, what is wrong, the cure; "warning:" after the pointer
/// where bundles are valid all the same. Never throws for bad templates. Fields that are not there are found by
/// forms::check_form.
std::vector<std::string> mapping_problems(const FormTemplate&);

}  // namespace carescan::fhir

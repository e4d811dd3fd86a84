#pragma once

#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"

namespace carescan::fhir {

/// What is wrong with a form's `fhir` part, found before anything is read: unknown filters and fields, elements that
/// FHIR R4 does not have, values that it would refuse once the skeleton is filled with samples of each field's kind
/// (each option of a choice in turn), skeletons that this version does not fill. One message each: the JSON pointer
/// into /fhir, what is wrong, the cure; "warning:" after the pointer where the bundle is valid all the same. Never
/// throws for bad templates.
std::vector<std::string> mapping_problems(const FormTemplate&);

}  // namespace carescan::fhir

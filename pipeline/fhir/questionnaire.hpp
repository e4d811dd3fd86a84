#pragma once

#include <string>

#include "pipeline/model/form_template.hpp"

namespace carescan::fhir {

/// The form as an SDC Questionnaire (JSON bytes): its linkIds are those of the responses, the field names, a table
/// being a group of one group a row; its `fhir` part comes along as template-based extraction (extraction.hpp). Throws
/// Failure "template-mapping" as expand_skeleton does.
std::string questionnaire(const FormTemplate&);

}  // namespace carescan::fhir

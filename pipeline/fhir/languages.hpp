#pragma once

#include <string>

namespace carescan::fhir {

/// The BCP 47 code of a language by its English name ("Polish" → "pl"), upper or lower case alike; "" for a name that
/// is not among the languages most spoken in the United Kingdom (census 2021). FHIR wants Patient.communication coded.
std::string language_code(const std::string& english_name);

}  // namespace carescan::fhir

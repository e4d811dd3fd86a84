#pragma once

#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"

namespace carescan::forms {

/// The fields that say whose paper it is: those that the form's mapping puts into the Patient.
struct PatientFields {
  std::vector<std::string> name, born, number, gender;
};

PatientFields patient_fields(const FormTemplate&);

}  // namespace carescan::forms

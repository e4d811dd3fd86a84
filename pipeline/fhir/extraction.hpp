#pragma once

#include <vector>

#include "pipeline/fhir/json_tree.hpp"
#include "pipeline/model/form_template.hpp"

namespace carescan::fhir {

/// A resource template of SDC's template-based extraction, and the item of the Questionnaire that it belongs to.
struct ExtractionTemplate {
  Json resource;       ///< contained in the Questionnaire, with templateExtractValue extensions; has an id
  std::string linkId;  ///< the row of a table, or the first field that the skeleton names
};

/// The form's `fhir` part as templates (http://hl7.org/fhir/uv/sdc, template-based extraction): one for each skeleton,
/// and of a skeleton with a for_each one for each row, number or code, for SDC engines tell instances apart by items.
/// Statuses are the cautious ones, or final where the response is completed. Lists of sections and references between
/// derived resources are left to carescan's own bundles: a response alone does not hold what they need.
std::vector<ExtractionTemplate> extraction_templates(const FormTemplate&);

}  // namespace carescan::fhir

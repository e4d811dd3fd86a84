#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/bundle.hpp"
#include "pipeline/fhir/validate.hpp"

namespace carescan::fhir {

/// A resource that the answers do not bear: a score that its parts do not give, a period that ends before it begins.
struct LeftOut {
  std::string type;                 ///< "Observation"
  std::vector<std::string> fields;  ///< that it would have been made of, in the form's order
  std::string why;                  ///< the finding's sentence
};

/// A bundle with what validation says of it.
struct ValidatedBundle {
  std::string json;
  std::vector<Finding> findings;  ///< one more of severity "warning" for each resource left out
  std::vector<LeftOut> left_out;
};

/// As make_bundle, but where a resource that the form maps does not pass validation, it is left out: the answers stand
/// in the response as they are on the paper, and one wrong sum does not keep back everything else. Errors anywhere else
/// stay errors.
ValidatedBundle make_valid_bundle(const Record&, const FormTemplate&, const std::vector<Scan>&, const BundleOptions&);

}  // namespace carescan::fhir

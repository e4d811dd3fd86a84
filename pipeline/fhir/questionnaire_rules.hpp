#pragma once

#include <vector>

#include "pipeline/fhir/place.hpp"

namespace carescan::fhir {

/// What a Questionnaire's items say of each other: enableWhen asks about a question that is there and compares with
/// what that question can be answered with; options and initial values are of the question's type.
void check_questionnaire(const Json& questionnaire, const Place& at, std::vector<Finding>& findings);

/// A QuestionnaireResponse against its Questionnaire, where that is contained or in the Bundle around: linkIds and
/// nesting, types of answers, listed options, how many answers, and once it is completed the required ones.
/// Rules: https://hl7.org/fhir/R4/questionnaireresponse.html#link
void check_response(const Json& response, const Place& at, std::vector<Finding>& findings);

/// The JSON names of answers that a question of a type takes (valueCoding …); empty: any.
std::vector<std::string> answer_names(const std::string& item_type, const std::string& stem);

}  // namespace carescan::fhir

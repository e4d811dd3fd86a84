#pragma once

#include <string>
#include <vector>

#include "pipeline/fhir/place.hpp"
#include "pipeline/fhir/profiles.hpp"

namespace carescan::fhir {

/// Checks an object against rules of a profile or an extension; messages begin with `who` ("UKCore-Patient").
void check_profile_rules(const Json& object, const std::vector<ProfileRule>& rules, const std::string& who,
                         const Place& at, std::vector<Finding>& findings);

/// Checks a resource against every profile that it claims in meta.profile and that is known (UK Core, R4's vital
/// signs), and those these are derived from. A claim of another type's profile is an error; so is one of a UK Core
/// profile that does not exist.
void check_claimed_profiles(const Json& resource, const std::string& type, const Place& at,
                            std::vector<Finding>& findings);

/// The last part of a canonical URL, without its version: "UKCore-Patient".
std::string short_name(const std::string& url);

}  // namespace carescan::fhir

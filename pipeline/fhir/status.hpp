#pragma once

#include <set>

#include "pipeline/fhir/document.hpp"

namespace carescan::fhir {

/// What a status may rest on.
struct Standing {
  Trust trust = Trust::accepted;  ///< the weakest of the fields that the resource was made of
  bool in_force = false;          ///< the paper is signed and in date, by the skeleton's `in_force`
  std::string today;              ///< YYYY-MM-DD: the day the scan was first seen
};

/// The least trust of some fields of the record; accepted where there are none.
Trust weakest(const Document&, const std::set<std::string>& fields);

/// The status elements of a derived resource, by its type: cautious while no person has compared the values with the
/// paper, what the paper says afterwards, and never more. What the skeleton gives itself (clinicalStatus, say) stays.
/// Null for a resource that may not be at all: a Flag of what nobody has looked at.
Json with_status(Json resource, const Standing&);

/// The profiles that a resource claims in meta.profile: those of its skeleton once a person has looked; before that,
/// and without any, the UK Core profile of its type where there is an active one. Empty where there is none.
Json claimed_profiles(const Json& resource, Trust);

/// "subject" or "patient": the element in which a resource names the person; "" for types that are of no person.
std::string person_element(const std::string& resource_type);

}  // namespace carescan::fhir

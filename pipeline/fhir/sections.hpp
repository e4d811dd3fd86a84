#pragma once

#include "pipeline/fhir/skeleton.hpp"

namespace carescan::fhir {

/// Fills a List skeleton with a `section`: the fields that the list is about. Where it has no entry, an emptyReason
/// tells apart what was left blank, what the paper says there is none of (the only one that is coded nilknown), what
/// cannot be read, what is marked twice and what waits for a person. Where it has entries and more is written in
/// the section than they show (`used`: the fields that stand in resources), a note says so and why. Null for a section
/// of which no page was found.
Expanded fill_section(const Json& skeleton, const Document&, const References&, const std::set<std::string>& used);

}  // namespace carescan::fhir

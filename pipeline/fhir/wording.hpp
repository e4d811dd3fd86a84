#pragma once

#include <set>
#include <string>

#include "pipeline/fhir/document.hpp"

namespace carescan::fhir {

/// What a usable field holds, for people to read: the printed words of options, "ticked" and "not ticked" (a box that
/// nobody ticked is no "no"), "none" where the paper says so; "" where it is blank.
std::string said(const Document&, const RecordField&);

/// "Pulse: 72; Taken on: 2026-03-01": those of the named fields that say something, in the order of the paper; "" where
/// none does.
std::string in_words(const Document&, const std::set<std::string>& fields);

}  // namespace carescan::fhir

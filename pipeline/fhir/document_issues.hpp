#pragma once

#include <string>

#include "pipeline/fhir/document.hpp"

namespace carescan::fhir {

/// What is wrong with the document as a whole (missing pages, pages that may be another person's …): one extension
/// `document-issue` for each code and page. Empty where nothing is.
Json document_issues(const Document&);

/// The same for people, as sentences that follow another text; "" where nothing is. No read values.
std::string issues_in_words(const Document&);

}  // namespace carescan::fhir

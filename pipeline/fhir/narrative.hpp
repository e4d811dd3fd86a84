#pragma once

#include <string>

namespace carescan::fhir {

/// What is wrong with a narrative's XHTML, as a sentence; "" where nothing is: one div in the XHTML namespace, well
/// formed, only the elements and attributes FHIR allows (txt-1), something to see in it (txt-2), nothing that a browser
/// would run. Method: https://hl7.org/fhir/R4/narrative.html#xhtml
std::string narrative_problem(const std::string& xhtml);

/// Text as it may stand in XHTML.
std::string escape_xhtml(const std::string& text);

}  // namespace carescan::fhir

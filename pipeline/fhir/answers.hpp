#pragma once

#include "pipeline/fhir/document.hpp"

namespace carescan::fhir {

/// The code system of a field's options: …/CodeSystem/<form>-<field>; the rows of a table share those of the column.
std::string answer_system(const std::string& form, const std::string& field);

/// The answer of a field where the paper says that there is none.
Json none_coding();

/// The answers of a field that was read: valueDate, valueDecimal or valueQuantity (where the form names a UCUM unit),
/// valueBoolean, valueCoding (one per code), else valueString. Empty where the value is.
Json answers(const Document&, const RecordField&);

/// The marks or texts between which an ambiguous field leaves the choice, each in an extension of our own.
Json candidates(const Document&, const RecordField&);

}  // namespace carescan::fhir

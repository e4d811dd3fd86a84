#pragma once

#include <string>
#include <vector>

#include "pipeline/model/record.hpp"

namespace carescan::records {

/// record.json (docs/output-format.md): keys in a fixed order, confidences and residuals rounded to 3 decimals,
/// 2-space indent, newline at the end. The same record gives the same bytes.
std::string to_json(const Record&);

/// The inverse. Throws Failure "record-invalid" (path = `name`) on anything that is not a record.
Record record_from_json(const std::string& json, const std::string& name);

/// A value as people and CSV see it: codes joined by ';', numbers without trailing zeros, true/false as yes/no.
std::string display(const Value&);

/// records.csv: a header and one row per field over all documents: document, form, version, field, label, kind, state,
/// value, accepted, reviewed, confidence, reasons. RFC 4180, CRLF; cells that start with = + - @ tab or CR get a
/// leading apostrophe so that a spreadsheet shows them and runs nothing (OWASP CSV injection). Empty rows of tables are
/// left out (tables.hpp).
std::string to_csv(const std::vector<Record>&);

}  // namespace carescan::records

#pragma once

#include <string>
#include <vector>

namespace carescan::records {

/// One row of a CSV file: RFC 4180, CRLF; cells that start with = + - @ tab or CR get a leading apostrophe so that a
/// spreadsheet shows them and runs nothing (OWASP CSV injection).
std::string csv_row(const std::vector<std::string>& cells);

}  // namespace carescan::records

#include "pipeline/records/csv_row.hpp"

namespace carescan::records {
namespace {

/// A spreadsheet runs what starts like a formula, even inside quotes: an apostrophe makes it text.
std::string harmless(const std::string& cell) {
  static const std::string starts = "=+-@\t\r";
  return !cell.empty() && starts.find(cell[0]) != std::string::npos ? "'" + cell : cell;
}

std::string quoted(const std::string& text) {
  const std::string cell = harmless(text);
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string out = "\"";
  for (const char c : cell) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

}  // namespace

std::string csv_row(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + quoted(cells[i]);
  return out + "\r\n";
}

}  // namespace carescan::records

#include <fmt/format.h>

#include "pipeline/records/record_json.hpp"
#include "pipeline/records/tables.hpp"

namespace carescan::records {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ";") + part;
  return out;
}

std::string three_decimals(double x) {
  return fmt::format("{:.3f}", x);
}

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

std::string row(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + quoted(cells[i]);
  return out + "\r\n";
}

std::string yes_no(bool yes) {
  return yes ? "yes" : "no";
}

std::string field_row(const Record& record, const RecordField& field) {
  return row({record.id, record.form, record.version, field.name, field.label, std::string(to_string(field.kind)),
              std::string(to_string(field.state)), display(field.value), yes_no(field.accepted), yes_no(field.reviewed),
              three_decimals(field.confidence), joined(field.reasons)});
}

}  // namespace

std::string display(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* x = std::get_if<double>(&value)) return fmt::format("{}", *x);
  if (const auto* ticked = std::get_if<bool>(&value)) return yes_no(*ticked);
  if (const auto* codes = std::get_if<std::vector<std::string>>(&value)) return joined(*codes);
  if (const auto* marks = std::get_if<std::vector<BoxMm>>(&value)) return in_words(*marks);
  return "";
}

std::string to_csv(const std::vector<Record>& records) {
  std::string out = row({"document", "form", "version", "field", "label", "kind", "state", "value", "accepted",
                         "reviewed", "confidence", "reasons"});
  for (const Record& record : records) {
    const std::set<std::string> empty = empty_rows(record);
    for (const RecordField& field : record.fields)
      if (!empty.contains(row_name(field.name))) out += field_row(record, field);
  }
  return out;
}

}  // namespace carescan::records

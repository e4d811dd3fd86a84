#include <fmt/format.h>

#include "pipeline/records/csv_row.hpp"
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

std::string yes_no(bool yes) {
  return yes ? "yes" : "no";
}

std::string field_row(const Record& record, const RecordField& field) {
  return csv_row({record.id, record.form, record.version, field.name, field.label, std::string(to_string(field.kind)),
                  std::string(to_string(field.state)), display(field.value), yes_no(field.accepted),
                  yes_no(field.reviewed), three_decimals(field.confidence), joined(field.reasons)});
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
  std::string out = csv_row({"document", "form", "version", "field", "label", "kind", "state", "value", "accepted",
                             "reviewed", "confidence", "reasons"});
  for (const Record& record : records) {
    const std::set<std::string> empty = empty_rows(record);
    for (const RecordField& field : record.fields)
      if (!empty.contains(row_name(field.name))) out += field_row(record, field);
  }
  return out;
}

}  // namespace carescan::records

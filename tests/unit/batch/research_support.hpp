#pragma once

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "pipeline/batch/catalogue.hpp"
#include "pipeline/batch/ledger.hpp"
#include "pipeline/batch/research.hpp"
#include "pipeline/records/identity.hpp"
#include "pipeline/records/record_json.hpp"
#include "pipeline/rehearsal/people.hpp"
#include "tests/support/run.hpp"

/// A run whose documents are made-up people's, and an extract of it.
namespace research_tests {

using namespace carescan;

inline const std::vector<FormTemplate>& shipped() {
  static const std::vector<FormTemplate> forms = batch::load_forms({test::source_dir() / "templates"});
  return forms;
}

inline const FormTemplate& form(const std::string& id) {
  for (const FormTemplate& form : shipped())
    if (form.id == id) return form;
  FAIL("no form ", id);
  throw;
}

inline Value value_of(const Field& field, const rehearsal::Wish& wish) {
  switch (field.kind) {
    case FieldKind::checkbox:
    case FieldKind::none_box:
    case FieldKind::signature:
      return wish.marked || !wish.text.empty();
    case FieldKind::choice:
    case FieldKind::scale:
      return wish.codes.at(0);
    case FieldKind::choices:
      return wish.codes;
    case FieldKind::number:
      return std::stod(wish.text);
    case FieldKind::drawing:
      return std::vector<BoxMm>{{10, 20, 5, 5}};
    default:
      return wish.text;
  }
}

/// A record in which every field that somebody filled was accepted with just what they wrote.
inline Record believed(const FormTemplate& form, const std::map<std::string, rehearsal::Wish>& wishes) {
  Record record;
  record.form = form.id;
  record.version = form.version;
  std::string content = form.id;
  for (const Field& field : form.fields) {
    const auto wish = wishes.find(field.name);
    RecordField said;
    said.name = field.name;
    said.label = field.label;
    said.kind = field.kind;
    said.page = field.page;
    said.accepted = true;
    if (wish != wishes.end() && !wish->second.empty()) {
      said.state = FieldState::read;
      said.value = value_of(field, wish->second);
      said.text = wish->second.text;
      content += "|" + wish->second.text;
    }
    record.fields.push_back(said);
  }
  record.id = records::uuid_v5(content);
  return record;
}

inline RecordField& field_of(Record& record, const std::string& name) {
  for (RecordField& field : record.fields)
    if (field.name == name) return field;
  FAIL("no field ", name);
  throw;
}

inline void say(Record& record, const std::string& name, const Value& value) {
  RecordField& field = field_of(record, name);
  field.state = FieldState::read;
  field.value = value;
}

/// A made-up person's filled form; `number`: whose it is.
inline Record filled(const std::string& id, std::uint64_t seed, const std::string& number) {
  rehearsal::Chance chance(seed);
  Record record = believed(form(id), rehearsal::make_up(form(id), chance));
  say(record, "nhs_number", number);
  return record;
}

struct Run {
  test::Folder folder;
  batch::OutFolder out{folder / "out"};
  std::vector<Record> records;

  void add(const Record& record) {
    batch::LedgerEntry entry;
    entry.sha256 = records::sha256_hex(record.id);
    entry.name = "Mrs Okafor " + std::to_string(records.size()) + ".pdf";
    entry.first_seen = "2026-10-01T09:00:00Z";
    entry.pages = {{1, batch::PageState::in_document, "", record.id, record.form, 1, ""}};
    batch::create(out);
    test::write_all(out.ledger(entry.sha256), batch::to_json(entry));
    test::write_all(out.document(record.id) / "record.json", records::to_json(record));
    records.push_back(record);
  }
  batch::ResearchCount extract(const batch::ResearchOptions& options, const std::string& to = "extract") {
    return batch::export_research(out, shipped(), options, folder / to);
  }
  std::string bytes(const std::string& file, const std::string& of = "extract") {
    return test::read_all(folder / of / file);
  }
};

/// The rows of a CSV file whose cells need no quotes, its header first.
inline std::vector<std::vector<std::string>> rows(const std::string& csv) {
  std::vector<std::vector<std::string>> all;
  std::istringstream lines(csv);
  for (std::string line; std::getline(lines, line);) {
    REQUIRE(line.ends_with('\r'));
    line.pop_back();
    CHECK(line.find('"') == std::string::npos);
    std::vector<std::string> cells(1);
    for (const char c : line)
      if (c == ',')
        cells.emplace_back();
      else
        cells.back() += c;
    all.push_back(cells);
  }
  return all;
}

/// The values of a field that was read, by person and document.
inline std::map<std::string, std::string> values_of(Run& run, const std::string& field,
                                                    const std::string& of = "extract") {
  std::map<std::string, std::string> values;
  for (const auto& row : rows(run.bytes("values.csv", of)))
    if (row.at(2) == field && row.at(4) == "read") values[row.at(0) + " " + row.at(1)] = row.at(5);
  return values;
}

}  // namespace research_tests

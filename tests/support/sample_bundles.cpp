// Bundles of every shipped form, for tools outside of this project to judge: sample_bundles TEMPLATES OUT writes
// OUT/<form>/<what>.<kind>.json and OUT/<form>/questionnaire.json. What is accepted, reviewed or blank: a sample in
// every field; filled-accepted, filled-reviewed, filled-asked, filled-gaps: somebody filled in the form as people do
// (tests/unit/fhir/filled), in the last one leaving every other field out. withdrawn.collection.json: what a server has
// of a filled form once a correction took all of it away.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "pipeline/fhir/bundle.hpp"
#include "pipeline/fhir/questionnaire.hpp"
#include "pipeline/fhir/sample_filling.hpp"
#include "pipeline/fhir/withdraw.hpp"
#include "pipeline/forms/load.hpp"
#include "pipeline/records/tables.hpp"
#include "tests/unit/fhir/shipped_form.hpp"

namespace fs = std::filesystem;
using namespace carescan;

namespace {

void save(const fs::path& file, const std::string& bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

Record blank(const FormTemplate& form) {
  Record record = fhir::sample_filling(form, 0, true);
  for (RecordField& field : record.fields) {
    const bool box = std::holds_alternative<bool>(field.value);
    field.state = box ? FieldState::read : FieldState::blank;
    field.value = box ? Value(false) : Value();
  }
  return record;
}

/// The sample on scanned pages, as one that was read has them.
Record with_pages(Record record, const FormTemplate& form) {
  for (const FormPage& page : form.pages) {
    RecordPage scanned;
    scanned.number = page.number;
    scanned.source = {"scan.pdf", std::string(64, 'a'), page.number};
    record.pages.push_back(scanned);
  }
  for (RecordTable table; const Table& printed : form.tables) {
    table.name = printed.name;
    table.entries.clear();
    for (std::size_t row = 1; row <= printed.rows.size(); ++row)
      if (!records::blank_rows(record).contains(cell_row(printed.name, static_cast<int>(row))))
        table.entries.push_back({static_cast<int>(row)});
    record.tables.push_back(table);
  }
  return record;
}

void save_bundles(const fs::path& folder, const std::string& what, const Record& record, const FormTemplate& form) {
  const std::vector<fhir::Scan> scans{
      {"scan.pdf", std::string(64, 'a'), "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "application/pdf", 1000}};
  fhir::BundleOptions options;
  options.provider = fhir::Provider{"Example Care Home", "X99999", "https://care.example/id"};
  options.recorded = "2026-01-02T03:04:05Z";
  options.tool_version = "0.0.0";
  for (const auto& [kind, word] : {std::pair{fhir::BundleKind::transaction, "transaction"},
                                   {fhir::BundleKind::document, "document"},
                                   {fhir::BundleKind::collection, "collection"}}) {
    options.kind = kind;
    save(folder / fmt::format("{}.{}.json", what, word), fhir::make_bundle(record, form, scans, options));
  }
}

/// Every other value of those by field.
shipped::Json with_gaps(const shipped::Json& values) {
  shipped::Json out = shipped::Json::object();
  bool keep = false;
  for (const auto& [name, value] : values.items())
    if (keep = !keep; keep) out[name] = value;
  return out;
}

/// Every resource of a bundle that can say so says that it was written by mistake.
std::string withdrawn(const std::string& bundle) {
  shipped::Json tree = shipped::Json::parse(bundle);
  for (shipped::Json& entry : tree["entry"])
    if (const auto resource = fhir::as_withdrawn(entry["resource"], "Patient/other")) entry["resource"] = *resource;
  return tree.dump(2) + "\n";
}

void save_filled(const fs::path& folder, const FormTemplate& form) {
  const shipped::Json values = shipped::by_field(shipped::filled(form.id), form);
  const Record reviewed = shipped::record(form, values, shipped::Trust::reviewed);
  save_bundles(folder, "filled-accepted", shipped::record(form, values, shipped::Trust::accepted), form);
  save_bundles(folder, "filled-reviewed", reviewed, form);
  save_bundles(folder, "filled-asked", shipped::record(form, values, shipped::Trust::asked), form);
  save(folder / "withdrawn.collection.json",
       withdrawn(fhir::make_bundle(reviewed, form, fhir_sample::scans(),
                                   fhir_sample::options(fhir::BundleKind::collection))));
  save_bundles(folder, "filled-gaps", shipped::record(form, with_gaps(values), shipped::Trust::reviewed), form);
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 3) {
    std::cerr << "usage: sample_bundles TEMPLATES OUT\n";
    return 2;
  }
  for (const FormTemplate& form : forms::load_catalogue({arguments[1]})) {
    const fs::path folder = fs::path(arguments[2]) / form.id;
    save_bundles(folder, "accepted", with_pages(fhir::sample_filling(form, 0, false), form), form);
    save_bundles(folder, "reviewed", with_pages(fhir::sample_filling(form, 0, true), form), form);
    save_bundles(folder, "blank", with_pages(blank(form), form), form);
    save_filled(folder, form);
    save(folder / "questionnaire.json", fhir::questionnaire(form));
  }
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}

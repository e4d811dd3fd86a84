#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

#include "pipeline/batch/ledger.hpp"
#include "pipeline/records/decide.hpp"
#include "pipeline/records/identity.hpp"
#include "pipeline/records/record_json.hpp"
#include "tests/unit/fhir/shipped_form.hpp"

// Documents for the server check: made-up people, each on eight forms in turn.
// Usage: conformance_documents FOLDER COUNT     writes FOLDER/<n>/record.json and bundle.json (a transaction).
// Of the first two people also FOLDER/<n>/corrected-record.json and corrected-bundle.json: one value changed, by a
// person. Person k: reviewed, accepted by policy, or some of each with fields still asked, in turn (k % 3). Of every
// sixth (k % 6 = 5) the NHS number waits, and is the one of the person before; of those after (k % 6 = 0, not the
// first) policy believes a number with a wrong digit.
// Also two runs for `carescan push`, of eight forms each, with what corrections leave of them: FOLDER-emptied/out, and
// FOLDER-emptied/corrected/<id>/ where persons found every field but name, number and birthday blank; FOLDER-known/…,
// where the NHS number waits, and persons then look at every field.

namespace {

namespace fs = std::filesystem;
using namespace carescan;
using shipped::Json;

/// What is corrected on each form, and what it is then.
const std::map<std::string, std::pair<std::string, Value>>& corrections() {
  static const std::map<std::string, std::pair<std::string, Value>> all{
      {"about-me", {"worries", std::string("Loud corridors and thunder.")}},
      {"body-map", {"marks[2].size_cm", 1.5}},
      {"care-plan", {"needs[1].goal", std::string("Walk to the gate every day")}},
      {"daily-notes", {"notes[3].note", std::string("In the garden with Glen.")}},
      {"falls-risk", {"last_fall_place", std::string("Bedroom")}},
      {"medication-list", {"medicines[1].dose", std::string("5 mg")}},
      {"nutrition-screening", {"screenings[1].plan", std::string("Weigh weekly")}},
      {"observations", {"obs[1].temperature", 36.9}}};
  return all;
}

/// The n-th valid number of the test range: nine digits from 999, and the digit that modulus 11 asks for.
std::string nhs_number(int n) {
  int seen = 0;
  for (int i = 0;; ++i)
    for (int check = 0; check < 10; ++check) {
      const std::string digits = fmt::format("999{:06}{}", i, check);
      if (records::is_nhs_number(digits) && seen++ == n) return digits;
    }
}

std::string with_wrong_digit(std::string digits) {
  digits[5] = digits[5] == '9' ? '0' : static_cast<char>(digits[5] + 1);
  return digits;
}

bool number_waits(int person) {
  return person % 6 == 5;
}

bool number_is_wrong(int person) {
  return person > 0 && person % 6 == 0;
}

std::string number_of(int person) {
  if (number_waits(person)) return nhs_number(person - 1);
  return number_is_wrong(person) ? with_wrong_digit(nhs_number(person)) : nhs_number(person);
}

void trust_some(Record& record) {
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    record.fields[i].accepted = i % 7 != 6;
    record.fields[i].reviewed = i % 7 == 3;
  }
}

/// Of the whole name, the NHS number and the document's own pages.
void make_personal(Record& record, const FormTemplate& form, int person, int number) {
  record.id = records::uuid_v5(fmt::format("conformance|{}", number));
  const std::string half = records::uuid_v5("scan|" + record.id);
  std::string sha;
  for (const char c : half + half)
    if (c != '-') sha += c;
  record.pages.clear();
  for (const FormPage& page : form.pages) {
    RecordPage scanned;
    scanned.number = page.number;
    scanned.source = {"scan.pdf", sha, page.number};
    record.pages.push_back(scanned);
  }
  for (RecordField& field : record.fields) {
    if (field.name == "surname") field.value = fmt::format("Ashdown-{}", person);
    if (field.kind != FieldKind::nhs_number) continue;
    field.value = number_of(person);
    if (number_waits(person)) field.accepted = field.reviewed = false;
  }
}

Record document(const FormTemplate& form, int number) {
  const int person = number / static_cast<int>(shipped::ids().size());
  const auto trust = person % 3 == 0 ? shipped::Trust::reviewed : shipped::Trust::accepted;
  Record record = shipped::record(form, shipped::filled(form.id), trust);
  if (person % 3 == 2) trust_some(record);
  make_personal(record, form, person, number);
  return record;
}

Record corrected(Record record, const FormTemplate& form) {
  const auto& [name, value] = corrections().at(form.id);
  for (RecordField& field : record.fields) {
    field.accepted = false;
    field.reviewed = true;
  }
  fhir_sample::at(record, name).value = value;
  return record;
}

void save(const fs::path& file, const std::string& bytes) {
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

/// Nobody wrote anything but who it is.
Record emptied(Record record, const FormTemplate& form) {
  static const std::set<std::string> who{"surname", "given_names", "nhs_number", "date_of_birth"};
  for (RecordField& field : record.fields) {
    if (who.contains(field.name)) continue;
    const bool box = std::holds_alternative<bool>(field.value);
    field.state = box ? FieldState::read : FieldState::blank;
    field.value = box ? Value(false) : Value();
  }
  record.tables.clear();
  records::apply_tables(form, record);
  for (RecordField& field : record.fields) field.reasons.clear();
  return record;
}

Record looked_at(Record record, const FormTemplate&) {
  for (RecordField& field : record.fields) field.reviewed = true;
  return record;
}

void save(const fs::path& folder, const std::string& prefix, const Record& record, const FormTemplate& form) {
  std::vector<fhir::Scan> scans = fhir_sample::scans();
  scans[0].sha256 = record.pages.at(0).source.sha256;
  save(folder / (prefix + "record.json"), records::to_json(record));
  save(folder / (prefix + "bundle.json"), fhir::make_bundle(record, form, scans, fhir_sample::options()));
}

/// A run of a person's eight forms in FOLDER/out, and what corrections make of them in FOLDER/corrected.
void save_run(const fs::path& folder, int person, const std::vector<FormTemplate>& forms,
              Record (*correct)(Record, const FormTemplate&)) {
  const batch::OutFolder out{folder / "out"};
  batch::create(out);
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const Record record = document(forms[i], person * static_cast<int>(forms.size()) + static_cast<int>(i));
    batch::LedgerEntry entry;
    entry.sha256 = record.pages.at(0).source.sha256;
    entry.name = fmt::format("{}.pdf", i);
    for (const RecordPage& page : record.pages)
      entry.pages.push_back(
          {page.source.page, batch::PageState::in_document, "", record.id, record.form, page.number, ""});
    save(out.ledger(entry.sha256), batch::to_json(entry));
    fs::create_directories(out.document(record.id));
    save(out.document(record.id), "", record, forms[i]);
    fs::create_directories(folder / "corrected" / record.id);
    save(folder / "corrected" / record.id, "", correct(record, forms[i]), forms[i]);
  }
}

}  // namespace

int main(int count, char** arguments) try {
  if (count != 3) {
    std::cerr << "usage: conformance_documents FOLDER COUNT\n";
    return 2;
  }
  std::vector<FormTemplate> forms;
  for (const std::string& id : shipped::ids()) forms.push_back(shipped::form(id));
  for (int number = 0; number < std::stoi(arguments[2]); ++number) {
    const FormTemplate& form = forms[static_cast<std::size_t>(number) % forms.size()];
    const fs::path folder = fs::path(arguments[1]) / fmt::format("{:04}", number);
    fs::create_directories(folder);
    const Record record = document(form, number);
    save(folder, "", record, form);
    if (number < 16) save(folder, "corrected-", corrected(record, form), form);
  }
  const std::string folder = arguments[1];
  save_run(folder + "-emptied", 12003, forms, emptied);  // 12003 % 3 = 0: reviewed
  save_run(folder + "-known", 12005, forms, looked_at);  // 12005 % 6 = 5: the number waits
  return 0;
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}

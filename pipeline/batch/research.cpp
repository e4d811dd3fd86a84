#include "pipeline/batch/research.hpp"

#include <algorithm>
#include <map>

#include "pipeline/batch/deidentify.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/batch/new_file.hpp"
#include "pipeline/batch/people.hpp"
#include "pipeline/batch/research_readme.hpp"
#include "pipeline/batch/research_values.hpp"
#include "pipeline/records/csv_row.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

/// One document of the extract.
struct Row {
  std::string person, document;
  const Record* record;
  Likeness like;
  std::vector<ResearchValue> values;
};

/// The form a document was read with, by the ledger; null where it is not at hand.
const FormTemplate* form_of(const Record& record, const LedgerEntry& entry, const std::vector<FormTemplate>& forms) {
  const auto known = entry.templates.find(record.form + " " + record.version);
  for (const FormTemplate& form : forms)
    if (form.id == record.form && form.version == record.version &&
        (known == entry.templates.end() || known->second == form.sha256))
      return &form;
  return nullptr;
}

/// Any NHS number on the paper, sure or not, that is on the list.
bool is_opted_out(const Record& record, const std::set<std::string>& list) {
  const auto listed = [&](const Value& value) {
    const auto* digits = std::get_if<std::string>(&value);
    return digits != nullptr && list.contains(*digits);
  };
  return std::ranges::any_of(record.fields, [&](const RecordField& field) {
    return field.kind == FieldKind::nhs_number &&
           (listed(field.value) ||
            std::ranges::any_of(field.alternatives, [&](const Alternative& a) { return listed(a.value); }));
  });
}

class Extract {
 public:
  Extract(const RunContents& run, const std::vector<FormTemplate>& forms, const ResearchOptions& options)
      : options_(options), names_(options.key), held_(held_for_people(run.records, run.decisions)) {
    std::map<std::string, const LedgerEntry*> sources;
    for (const LedgerEntry& entry : run.ledger)
      for (const std::string& id : entry.documents()) sources.emplace(id, &entry);
    for (const Record& record : run.records)
      if (const LedgerEntry& entry = *sources.at(record.id); may_use(record))
        add(record, entry, form_of(record, entry, forms));
    std::ranges::sort(rows_, {}, [](const Row& row) { return std::pair(row.person, row.document); });
    count_people();
  }

  const std::vector<Row>& rows() const { return rows_; }
  const ResearchCount& count() const { return count_; }

 private:
  bool may_use(const Record& record) {
    if (options_.opted_out && is_opted_out(record, *options_.opted_out)) return ++count_.opted_out, false;
    if (options_.opted_out && trusted_number(record).empty()) return ++count_.nobody_knows, false;
    if (held_.contains(record.id)) return ++count_.held, false;
    return true;
  }

  void add(const Record& record, const LedgerEntry& entry, const FormTemplate* form) {
    if (form == nullptr) {
      ++count_.without_form;
      return;
    }
    const std::string number = trusted_number(record);
    const std::string who = number.empty() ? "document " + record.id : number;
    rows_.push_back({names_.person(who), names_.document(record.id), &record,
                     likeness_of(record, *form, entry.first_seen.substr(0, 10)),
                     research_values(record, *form, names_.days_back(who))});
    ++count_.documents;
    count_.values += static_cast<long>(rows_.back().values.size());
  }

  /// How many people there are, and how many of them few are like: by what their first document with it says.
  void count_people() {
    std::map<std::string, Likeness> people;
    for (const Row& row : rows_) {
      Likeness& like = people[row.person];
      if (like.age.empty()) like.age = row.like.age;
      if (like.sex.empty()) like.sex = row.like.sex;
      if (like.area.empty()) like.area = row.like.area;
    }
    std::map<Likeness, long> alike;
    for (const auto& [person, like] : people) ++alike[like];
    count_.people = static_cast<long>(people.size());
    for (const auto& [like, number] : alike) {
      if (number == 1) ++count_.alone;
      if (number < 5) count_.few += number;
    }
  }

  const ResearchOptions& options_;
  Pseudonyms names_;
  std::set<std::string> held_;
  std::vector<Row> rows_;
  ResearchCount count_;
};

void save(const fs::path& file, const std::string& bytes) {
  NewFile out(file);
  out.write(bytes);
  out.finish();
}

std::string documents_csv(const std::vector<Row>& rows) {
  std::string csv = records::csv_row({"person", "document", "form", "version", "age"});
  for (const Row& row : rows)
    csv += records::csv_row({row.person, row.document, row.record->form, row.record->version, row.like.age});
  return csv;
}

std::string values_csv(const std::vector<Row>& rows) {
  std::string csv = records::csv_row({"person", "document", "field", "kind", "state", "value", "reviewed"});
  for (const Row& row : rows)
    for (const ResearchValue& v : row.values)
      csv += records::csv_row({row.person, row.document, v.field, v.kind, v.state, v.value, v.reviewed ? "yes" : "no"});
  return csv;
}

}  // namespace

ResearchCount export_research(const OutFolder& out, const std::vector<FormTemplate>& forms,
                              const ResearchOptions& options, const fs::path& to) {
  const RunContents run = read_run(out);
  const Extract extract(run, forms, options);
  make_folder(to);
  save(to / "documents.csv", documents_csv(extract.rows()));
  save(to / "values.csv", values_csv(extract.rows()));
  save(to / "README.txt", research_readme(extract.count(), options.opted_out.has_value()));
  return extract.count();
}

}  // namespace carescan::batch

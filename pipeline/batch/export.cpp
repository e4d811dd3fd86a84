#include "pipeline/batch/export.hpp"

#include <map>
#include <set>

#include "pipeline/batch/merge.hpp"
#include "pipeline/batch/new_file.hpp"
#include "pipeline/batch/people.hpp"
#include "pipeline/batch/person_summary.hpp"
#include "pipeline/fhir/ndjson.hpp"
#include "pipeline/records/record_json.hpp"

namespace fs = std::filesystem;

namespace carescan::batch {
namespace {

/// By NHS number two people would become one where somebody has said that they are two; so what is held back from a
/// server is held back here, too.
std::vector<fs::path> bundles_of(const OutFolder& out, const RunContents& run, ExportCount& count) {
  const std::set<std::string> held = held_for_people(run.records, run.decisions);
  std::vector<fs::path> bundles;
  for (const Record& record : run.records) {
    if (held.contains(record.id)) {
      ++count.held;
      continue;
    }
    const fs::path bundle = out.document(record.id) / "bundle.json";
    ++(fs::exists(bundle) ? count.documents : count.without_bundle);
    if (fs::exists(bundle)) bundles.push_back(bundle);
  }
  return bundles;
}

/// The file that resources of a type go to.
fs::path file_for(const fs::path& to, const std::string& type) {
  return to.extension() == ".ndjson" ? to : to / (type + ".ndjson");
}

}  // namespace

ExportCount export_csv(const OutFolder& out, const fs::path& file) {
  const std::vector<Record> records = read_run(out).records;
  NewFile csv(file);
  csv.write(records::to_csv(records));
  csv.finish();
  ExportCount count{.documents = static_cast<long>(records.size())};
  for (const Record& record : records) count.lines += static_cast<long>(record.fields.size());
  return count;
}

ExportCount export_ndjson(const OutFolder& out, const fs::path& to) {
  ExportCount count;
  const std::vector<fs::path> bundles = bundles_of(out, read_run(out), count);
  fhir::ResourceLines resources;
  for (const fs::path& bundle : bundles) resources.learn(read_file(bundle));
  if (to.extension() != ".ndjson") make_folder(to);
  std::map<fs::path, NewFile> files;
  if (to.extension() == ".ndjson") files.try_emplace(to, to);  // there also where nothing is in it
  for (const fs::path& bundle : bundles)
    for (const fhir::ResourceLine& line : resources.lines(read_file(bundle))) {
      const fs::path file = file_for(to, line.type);
      files.try_emplace(file, file).first->second.write(line.json + "\n");
      ++count.lines;
    }
  for (auto& [name, file] : files) file.finish();
  return count;
}

ExportCount export_summaries(const OutFolder& out, const fs::path& to) {
  ExportCount count;
  std::map<std::string, std::vector<PersonDocument>> people;  // by NHS number, else by document
  RunContents run = read_run(out);
  const std::set<std::string> held = held_for_people(run.records, run.decisions);
  for (Record& record : run.records) {
    const fs::path bundle = out.document(record.id) / "bundle.json";
    ++(fs::exists(bundle) ? count.documents : count.without_bundle);
    if (!fs::exists(bundle)) continue;
    const std::string number = held.contains(record.id) ? "" : trusted_number(record);
    people[number.empty() ? record.id : number].push_back({std::move(record), read_file(bundle)});
  }
  make_folder(to);
  for (const auto& [key, documents] : people) {
    NewFile page(to / (documents.front().record.id + ".html"));
    page.write(person_summary(documents));
    page.finish();
    ++count.lines;
  }
  return count;
}

}  // namespace carescan::batch

#pragma once

#include <filesystem>

#include "pipeline/batch/out_folder.hpp"

namespace carescan::batch {

/// What an export wrote, and what it left out.
struct ExportCount {
  long documents = 0;
  long without_bundle = 0;  ///< documents whose bundle did not pass validation: not exported
  long held = 0;            ///< documents that wait for a person (held_for_people): not in the NDJSON
  long lines = 0;           ///< rows, resources or pages
};

/// All fields of a run as one CSV file, the same bytes as records.csv after merge. Throws Failure "out-missing" and
/// "out-unwritable".
ExportCount export_csv(const OutFolder&, const std::filesystem::path& file);

/// All resources of a run as NDJSON, one a line: into one file where `to` ends in .ndjson, else into a folder with a
/// file a resource type (Patient.ndjson, …), as FHIR Bulk Data has it. Bundles that did not pass validation are left
/// out and counted. Files appear whole or not at all. Throws as export_csv.
ExportCount export_ndjson(const OutFolder&, const std::filesystem::path& to);

/// A page a person (person_summary.hpp) into a folder, named by the id of the first document: no name or number of a
/// person stands in a file name. Documents are one person's where people.json says so: same NHS number, valid and
/// accepted or reviewed, and nobody said otherwise; all others are on a page of their own. Throws as export_csv.
ExportCount export_summaries(const OutFolder&, const std::filesystem::path& to);

}  // namespace carescan::batch

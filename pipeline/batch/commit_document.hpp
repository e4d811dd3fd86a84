#pragma once

#include <string>
#include <vector>

#include "pipeline/batch/kept_reading.hpp"
#include "pipeline/batch/read_document.hpp"
#include "pipeline/batch/read_page.hpp"

namespace carescan::batch {

/// A document on disk.
struct CommittedDocument {
  std::string id;
  std::string reading_sha256;    ///< of its reading.json
  long accepted = 0, asked = 0;  ///< fields; accepted: by policy or by a person
  bool valid = true;             ///< its bundle has no validation error
};

/// Makes the record of one filled form and its bundle, validates it and commits documents/<id>/ in one step. A bundle
/// with an error is committed as bundle.rejected.json, with an Issue, so that nobody can push it by mistake.
/// `files` are all files of the source (scans_of). Every field of a page in
/// `unconfirmed` (template numbers) is asked with the reason "page-unconfirmed"; `issues` are added to the record's
/// own. The id comes from the source's hash, the form and the first page's place in the source. What persons decided
/// about an earlier reading of the document still counts (decisions_of). A document that was removed on purpose stays
/// away (forget.hpp).
CommittedDocument commit_document(const Job&, const Desk&, const FormTemplate&,
                                  const std::vector<FormPageRead>& pages, const std::vector<fhir::Scan>& files,
                                  const std::vector<int>& unconfirmed, const std::vector<Issue>& issues);

/// Puts record, bundle and outcome of a committed document in the place of those it has, each as a whole. The caller
/// holds DecisionsLock.
void replace_files(const OutFolder&, const std::string& id, const DocumentFiles&);

/// The files of a source as FHIR knows them: hashes, size and type. Each is read once. Throws Failure
/// "file-unreadable".
std::vector<fhir::Scan> scans_of(const intake::Source&);

/// The source's SHA-256 as intake::sha256_of has it, of files that were read already.
std::string sha256_of(const std::vector<fhir::Scan>&);

}  // namespace carescan::batch

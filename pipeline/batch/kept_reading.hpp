#pragma once

#include <map>
#include <string>
#include <vector>

#include "pipeline/batch/corrections.hpp"
#include "pipeline/fhir/bundle.hpp"
#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"
#include "pipeline/records/policy.hpp"

namespace carescan::batch {

/// documents/<id>/reading.json: all that a document is made of but the form and what persons decided. record.json is
/// reading + corrections, and so are bundle and outcome: without the scan and without reading it again.
struct KeptReading {
  std::string id;
  std::string form, version, template_sha256;
  std::vector<RecordPage> pages;
  std::map<int, std::string> pictures = {};  ///< template page → SHA-256 of pages/<n>.jpg
  std::vector<Reading> readings;
  std::vector<Issue> issues;  ///< of how the document came together
  std::vector<fhir::Scan> scans;
  records::Policy policy;
  fhir::BundleOptions bundle;
};

/// Every digit is kept, so that what is made of it is the same to the byte.
std::string to_json(const KeptReading&);

/// The inverse. Throws Failure "reading-invalid" (path = `file`).
KeptReading kept_reading_from_json(const std::string& json, const std::string& file);

/// The record that follows from a reading and its corrections. A field that is disputed is asked, with the reason
/// "typed-differs".
Record record_of(const KeptReading&, const FormTemplate&, const std::vector<Correction>&);

/// The files of a document that follow from its reading and its corrections.
struct DocumentFiles {
  Record record;
  std::string record_json, bundle, outcome;
  bool valid = true;  ///< the bundle passes validation: it is bundle.json, else bundle.rejected.json
};

/// Decides, maps and validates. The same reading, form and corrections give the same bytes.
DocumentFiles document_files(const KeptReading&, const FormTemplate&, const std::vector<Correction>&);

}  // namespace carescan::batch

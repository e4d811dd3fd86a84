#pragma once

#include <string>
#include <vector>

#include "pipeline/batch/read_document.hpp"
#include "pipeline/batch/read_page.hpp"

namespace carescan::batch {

/// A document on disk.
struct CommittedDocument {
  std::string id;
  long accepted = 0, asked = 0;  ///< fields
  bool valid = true;             ///< its bundle has no validation error
};

/// Makes the record of one filled form and its bundle, validates it and commits documents/<id>/ in one step. A bundle
/// with an error is committed as bundle.rejected.json, with an Issue, so that nobody can push it by mistake.
/// The id comes from the source's hash, the form and the first page's place in the source.
CommittedDocument commit_document(const Job&, const Desk&, const FormTemplate&,
                                  const std::vector<const FormPageRead*>& pages, bool out_of_order);

}  // namespace carescan::batch

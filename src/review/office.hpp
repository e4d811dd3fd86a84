#pragma once

#include <functional>
#include <string>
#include <vector>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/review/desk.hpp"
#include "src/review/call.hpp"
#include "src/review/page_cache.hpp"
#include "src/review/sessions.hpp"
#include "src/review/whole_labels.hpp"

namespace carescan::web {

/// What all answers of one server are made from.
struct Office {
  batch::OutFolder out;
  review::Desk& desk;
  const std::vector<FormTemplate>& forms;  ///< those at hand
  Sessions& sessions;
  PageCache& pictures;
  const WholeLabels& labels;
  std::function<std::string()> now;  ///< FHIR instant
  std::string url = {};              ///< "http://127.0.0.1:PORT", without a slash at its end
};

/// Whether a text is an id of a document: a UUID in lower case. Only such texts become part of a path.
bool is_document_id(const std::string&);

/// Whether a text is an id of a page in quarantine: "<sha256>-p<number>".
bool is_quarantine_id(const std::string&);

/// Whether a text is a page number, 1 … 9999.
bool is_page_number(const std::string&);

}  // namespace carescan::web

#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "pipeline/batch/out_folder.hpp"
#include "pipeline/review/desk.hpp"
#include "src/review/page_cache.hpp"
#include "src/review/sessions.hpp"

namespace carescan::web {

using Json = nlohmann::ordered_json;

/// What all answers of one server are made from.
struct Office {
  batch::OutFolder out;
  review::Desk& desk;
  const std::vector<FormTemplate>& forms;  ///< those at hand
  Sessions& sessions;
  PageCache& pictures;
  std::function<std::string()> now;  ///< FHIR instant
  std::string url = {};              ///< "http://127.0.0.1:PORT", without a slash at its end
};

/// One request of a reviewer who is signed in.
struct Call {
  Sessions::Who who;
  std::multimap<std::string, std::string> query;  ///< decoded
  Json body = {};                                 ///< of a POST: an object

  /// A parameter of the query. Throws Refused 400 where it is missing.
  std::string asked(const std::string& name) const;
  /// A parameter of the query, or `otherwise`.
  std::string asked(const std::string& name, const std::string& otherwise) const;
  /// A whole number of the query, brought within limits. Throws Refused 400 where it is none.
  long number(const std::string& name, long otherwise, long least, long most) const;
  /// A text of the body. Throws Refused 400 where it is missing or no text.
  std::string text(const std::string& name) const;
};

/// Whether a text is an id of a document: a UUID in lower case. Only such texts become part of a path.
bool is_document_id(const std::string&);

/// Whether a text is an id of a page in quarantine: "<sha256>-p<number>".
bool is_quarantine_id(const std::string&);

/// Whether a text is a page number, 1 … 9999.
bool is_page_number(const std::string&);

}  // namespace carescan::web

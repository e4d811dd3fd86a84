#pragma once

#include <set>
#include <string>
#include <vector>

#include "pipeline/fhir/bundle.hpp"
#include "pipeline/fhir/json_tree.hpp"

namespace carescan::fhir {

/// What every resource of a bundle is made from.
struct Document {
  const Record& record;
  const FormTemplate& form;
  const std::vector<Scan>& scans;
  const BundleOptions& options;
  std::set<std::string> left_out = {};  ///< ids of derived resources that are not made: they do not pass validation
};

/// How far a field's value can be relied on; Provenance groups by it.
enum class Trust { accepted, reviewed, asked };
Trust trust_of(const RecordField&);
std::string_view to_string(Trust);

/// Accepted by policy or compared with the ink by a person. Only such values leave the verbatim layer.
bool is_usable(const RecordField&);

/// Whether a person has looked at every field of a record that has any.
bool is_reviewed_throughout(const Record&);

/// [{"system", "code", "display"}]: meta.tag of what was read by machine from paper. True for ever, so it may stick.
Json origin_tag();

/// The id of one resource of this document: UUID v5 of the document's id and what the resource is.
std::string resource_id(const Document&, const std::string& what);

/// {"reference": "urn:uuid:…"} to a resource of this document.
Json reference_to(const Document&, const std::string& what);

/// {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:…"}: the business identifier that conditional creates look for.
Json urn_identifier(const std::string& uuid);

/// {"url": …, valueX: value}
Json extension(const std::string& url, const std::string& value_name, Json value);

/// {"status": "generated", "div": …} around XHTML that is already escaped.
Json narrative(const std::string& xhtml);

/// {"coding": [{"system", "code", "display"}]}
Json coded(const std::string& system, const std::string& code, const std::string& display);

/// Text as FHIR allows it: control characters become spaces, broken UTF-8 becomes U+FFFD, no space at the ends. May be
/// empty, and must then be left out.
std::string clean_text(const std::string& text);

/// What the scan of a DocumentReference is called among the resources of a document.
std::string scan_name(const Scan&);

}  // namespace carescan::fhir

#include "pipeline/fhir/bundle.hpp"

#include <algorithm>
#include <cassert>

#include "pipeline/fhir/composition.hpp"
#include "pipeline/fhir/derived.hpp"
#include "pipeline/fhir/parties.hpp"
#include "pipeline/fhir/person.hpp"
#include "pipeline/fhir/provenance.hpp"
#include "pipeline/fhir/response.hpp"
#include "pipeline/fhir/transaction.hpp"

namespace carescan::fhir {
namespace {

/// Once a person has looked, the document's resources stand in the place of what was read before.
Json entry_for(const Json& resource, BundleKind kind, bool reviewed) {
  Json entry{{"fullUrl", "urn:uuid:" + text_of(resource, "id")}, {"resource", resource}};
  if (kind == BundleKind::transaction) entry["request"] = request_for(resource, reviewed);
  return entry;
}

std::vector<Json> resources_of(const Document& document) {
  std::vector<Json> out;
  std::vector<DerivedResource> derived = derived_resources(document);
  if (document.options.kind == BundleKind::document) out.push_back(composition(document, derived));
  const Expanded person = patient(document);
  out.push_back(person.resource);
  out.push_back(organization(document));
  out.push_back(device(document));
  for (const Scan& scan : document.scans) out.push_back(document_reference(document, scan));
  out.push_back(questionnaire_response(document));
  for (const DerivedResource& one : derived) out.push_back(one.resource);
  derived.push_back({person.resource, person.fields});
  for (const Json& provenance : provenances(document, derived)) out.push_back(provenance);
  return out;
}

}  // namespace

std::string_view to_string(BundleKind kind) {
  switch (kind) {
    case BundleKind::transaction:
      return "transaction";
    case BundleKind::document:
      return "document";
    case BundleKind::collection:
      break;
  }
  return "collection";
}

std::optional<BundleKind> bundle_kind(std::string_view word) {
  for (const BundleKind kind : {BundleKind::transaction, BundleKind::document, BundleKind::collection})
    if (to_string(kind) == word) return kind;
  return std::nullopt;
}

std::string make_bundle(const Record& record, const FormTemplate& form, const std::vector<Scan>& scans,
                        const BundleOptions& options, const std::set<std::string>& left_out) {
  assert(!options.recorded.empty());
  const Document document{record, form, scans, options, left_out};
  const std::string kind(to_string(options.kind));
  const std::string id = resource_id(document, "Bundle|" + kind);
  const bool reviewed =
      std::any_of(record.fields.begin(), record.fields.end(), [](const RecordField& f) { return f.reviewed; });
  Json entries = Json::array();
  for (const Json& resource : resources_of(document)) entries.push_back(entry_for(resource, options.kind, reviewed));
  const Json bundle{{"resourceType", "Bundle"},         {"id", id},
                    {"identifier", urn_identifier(id)}, {"type", kind},
                    {"timestamp", options.recorded},    {"entry", entries}};
  return bundle.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace carescan::fhir

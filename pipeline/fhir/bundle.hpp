#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::fhir {

enum class BundleKind { transaction, document, collection };

/// The word of `--bundle` for a kind, and back (nullopt for a word that is no kind).
std::string_view to_string(BundleKind);
std::optional<BundleKind> bundle_kind(std::string_view word);

/// The provider as `--provider FILE` gives it; nothing is invented where it is not given.
struct Provider {
  std::string name, ods_code, namespace_uri;
};

/// Throws Failure "provider-invalid".
Provider load_provider(const std::string& json, const std::string& file);

/// The scan behind a record, for DocumentReference.
struct Scan {
  std::string file, sha256, sha1_base64, mime;
  long size_bytes = 0;
};

struct BundleOptions {
  BundleKind kind = BundleKind::transaction;
  std::optional<Provider> provider;
  std::string recorded;  ///< when the source was first seen, FHIR instant, e.g. "2026-01-02T03:04:05Z"
  std::string tool_version;
};

/// The FHIR bundle of one record, as JSON bytes: Patient, Organization, Device, DocumentReference,
/// QuestionnaireResponse (the full verbatim layer), what the template's `fhir` maps, and Provenance. Ids are UUID v5 of
/// content; the same input gives the same bytes. Statuses follow docs/output-format.md#honesty.
/// `left_out`: ids of derived resources that are not made (valid_bundle.hpp).
std::string make_bundle(const Record&, const FormTemplate&, const std::vector<Scan>&, const BundleOptions&,
                        const std::set<std::string>& left_out = {});

}  // namespace carescan::fhir

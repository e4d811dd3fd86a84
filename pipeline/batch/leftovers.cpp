#include "pipeline/batch/leftovers.hpp"

#include <algorithm>

#include "pipeline/fhir/withdraw.hpp"

namespace carescan::batch {
namespace {

using fhir::Json;
using fhir::text_of;

std::string patient_of(const std::vector<fhir::TransactionEntry>& now) {
  const auto patient =
      std::find_if(now.begin(), now.end(), [](const fhir::TransactionEntry& e) { return e.type == "Patient"; });
  return patient == now.end() ? "" : patient->full_url;
}

void sort(const KeptEntry& entry, const fhir::Served& served, const std::string& patient, Leftovers& out) {
  if (served.gone) return;
  if (!served.problem.empty()) return out.left.push_back({entry, served.problem});
  const Json resource = Json::parse(served.body, nullptr, false);
  const std::string version = text_of(fhir::member_of(resource, "meta"), "versionId");
  if (text_of(resource, "resourceType") != entry.server.type)
    return out.left.push_back({entry, "the server does not give it as JSON"});
  if (fhir::is_withdrawn(resource)) return out.withdrawn.push_back(entry);
  if (!entry.written || version != entry.server.version)
    return out.left.push_back({entry, "somebody has changed it there since it was pushed"});
  std::optional<Json> withdrawn = fhir::as_withdrawn(resource, patient);
  if (!withdrawn) return out.left.push_back({entry, "its type has no way to say that it was a mistake"});
  out.asked.push_back(entry);
  out.withdrawals.push_back({entry.server.id, version, std::move(*withdrawn)});
}

}  // namespace

Leftovers look_at(const std::vector<KeptEntry>& due, const std::vector<fhir::TransactionEntry>& now,
                  fhir::FhirServer& server, const std::function<std::string()>& token) {
  Leftovers out;
  const std::string patient = patient_of(now);
  for (const KeptEntry& entry : due)
    sort(entry, server.read(entry.server.type, entry.server.id, token()), patient, out);
  return out;
}

}  // namespace carescan::batch

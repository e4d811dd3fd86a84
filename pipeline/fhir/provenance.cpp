#include "pipeline/fhir/provenance.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "pipeline/fhir/names.hpp"
#include "pipeline/fhir/response.hpp"
#include "pipeline/records/identity.hpp"
#include "pipeline/records/tables.hpp"

namespace carescan::fhir {
namespace {

/// Fields of equal trust, in the record's order.
struct Group {
  Trust trust;
  std::vector<const RecordField*> fields;
};

std::vector<Group> groups_of(const Record& record) {
  std::vector<Group> groups{{Trust::accepted, {}}, {Trust::reviewed, {}}, {Trust::asked, {}}};
  const std::set<std::string> empty = records::empty_rows(record);  // the response has none of them
  for (const RecordField& field : record.fields)
    for (Group& group : groups)
      if (!empty.contains(row_name(field.name)) && group.trust == trust_of(field)) group.fields.push_back(&field);
  std::erase_if(groups, [](const Group& group) { return group.fields.empty(); });
  return groups;
}

std::string says(Trust trust) {
  switch (trust) {
    case Trust::accepted:
      return "Read by machine from paper; accepted by policy, no person has compared it with the paper";
    case Trust::reviewed:
      return "Read by machine from paper; a person has compared it with the paper";
    case Trust::asked:
      break;
  }
  return "Read by machine from paper; waits for a person to compare it with the paper";
}

std::string group_id(const Document& document, const Group& group) {
  Json content = Json::array();
  for (const RecordField* field : group.fields) {
    content.push_back(response_item(document, *field));
    if (!field->reviewed_by.empty()) content.push_back({field->reviewed_by, field->reviewed_at});
  }
  return resource_id(document,
                     fmt::format("Provenance|{}|{}", to_string(group.trust), records::sha256_hex(content.dump())));
}

bool stands_in(const Group& group, const DerivedResource& derived) {
  return std::any_of(group.fields.begin(), group.fields.end(),
                     [&](const RecordField* field) { return derived.fields.contains(field->name); });
}

Json targets(const Document& document, const Group& group, const std::vector<DerivedResource>& derived) {
  Json elements = Json::array();
  for (const RecordField* field : group.fields)
    elements.push_back(extension(names::target_element, "valueUri", field->name));
  Json response{{"extension", elements}};
  response.update(reference_to(document, "QuestionnaireResponse"));
  Json out = Json::array({response});
  for (const DerivedResource& one : derived)
    if (stands_in(group, one)) out.push_back({{"reference", "urn:uuid:" + text_of(one.resource, "id")}});
  return out;
}

Json role(const std::string& code, const std::string& display) {
  return coded("http://terminology.hl7.org/CodeSystem/provenance-participant-type", code, display);
}

/// The persons who looked, each once, in the order of the form's fields; one without a name is the provider's.
Json verifiers(const Document& document, const Group& group) {
  Json out = Json::array();
  std::set<std::string> named;
  for (const RecordField* field : group.fields) {
    const std::string name = clean_text(field->reviewed_by);
    if (!named.insert(name).second) continue;
    Json agent{{"type", role("verifier", "Verifier")}, {"who", reference_to(document, "Organization")}};
    if (!name.empty()) {
      agent["who"] = {{"display", name}};
      agent["onBehalfOf"] = reference_to(document, "Organization");
    }
    out.push_back(agent);
  }
  return out;
}

Json agents(const Document& document, const Group& group) {
  Json out = Json::array({{{"type", role("assembler", "Assembler")},
                           {"who", reference_to(document, "Device")},
                           {"onBehalfOf", reference_to(document, "Organization")}}});
  if (group.trust == Trust::reviewed)
    for (const Json& verifier : verifiers(document, group)) out.push_back(verifier);
  return out;
}

/// When the last person looked; of what nobody has looked at, when the scan was first seen.
std::string recorded(const Document& document, const Group& group) {
  std::string last = document.options.recorded;
  if (group.trust == Trust::reviewed)
    for (const RecordField* field : group.fields) last = std::max(last, field->reviewed_at);
  return last;
}

const RecordPage* page_of(const Record& record, int number) {
  const auto found =
      std::find_if(record.pages.begin(), record.pages.end(), [&](const RecordPage& p) { return p.number == number; });
  return found == record.pages.end() ? nullptr : &*found;
}

std::string box_text(const BoxMm& box) {
  return fmt::format("{:.1f} {:.1f} {:.1f} {:.1f}", box.x, box.y, box.width, box.height);
}

Json region(const RecordField& field, const RecordPage& page) {
  const Json parts = Json::array({extension("field", "valueString", field.name),
                                  extension("formPage", "valuePositiveInt", page.number),
                                  extension("scanPage", "valuePositiveInt", page.source.page),
                                  extension("boxMm", "valueString", box_text(field.box))});
  return {{"url", std::string(names::own_extension) + "source-region"}, {"extension", parts}};
}

/// The scan as source, with the regions of the group's fields in it; null where none lies in this scan.
Json source(const Document& document, const Group& group, const Scan& scan) {
  Json regions = Json::array();
  for (const RecordField* field : group.fields)
    if (const RecordPage* page = page_of(document.record, field->page);
        page != nullptr && page->source.sha256 == scan.sha256)
      regions.push_back(region(*field, *page));
  if (regions.empty()) return nullptr;
  return {{"extension", regions}, {"role", "source"}, {"what", reference_to(document, scan_name(scan))}};
}

Json provenance(const Document& document, const Group& group, const std::vector<DerivedResource>& derived) {
  Json entities = Json::array();
  for (const Scan& scan : document.scans)
    if (const Json entity = source(document, group, scan); !entity.is_null()) entities.push_back(entity);
  Json activity = coded("http://terminology.hl7.org/CodeSystem/v3-DataOperation", "CREATE", "create");
  activity["text"] = says(group.trust);
  Json out{{"resourceType", "Provenance"},
           {"id", group_id(document, group)},
           {"text", narrative(fmt::format("{}. Fields: {}.", says(group.trust), group.fields.size()))},
           {"extension",
            Json::array({extension(std::string(names::own_extension) + "trust", "valueCode", to_string(group.trust))})},
           {"target", targets(document, group, derived)},
           {"recorded", recorded(document, group)},
           {"activity", activity},
           {"agent", agents(document, group)}};
  if (!entities.empty()) out["entity"] = entities;
  return out;
}

}  // namespace

std::vector<Json> provenances(const Document& document, const std::vector<DerivedResource>& derived) {
  std::vector<Json> out;
  for (const Group& group : groups_of(document.record)) out.push_back(provenance(document, group, derived));
  return out;
}

}  // namespace carescan::fhir

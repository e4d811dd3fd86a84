#include "pipeline/fhir/sections.hpp"

#include <algorithm>

#include "pipeline/forms/field_patterns.hpp"
#include "pipeline/records/tables.hpp"

namespace carescan::fhir {
namespace {

std::vector<const RecordField*> fields_of(const Json& skeleton, const Document& document) {
  std::vector<const RecordField*> out;
  for (const std::string& pattern : texts_of(skeleton, "section"))
    for (const std::string& name : forms::fields_named(pattern, document.form))
      if (const RecordField* field = document.record.find(name)) out.push_back(field);
  return out;
}

/// Why a section has nothing in it: the first of these that any of its fields is, for only where all are blank or say
/// none can the whole be called so.
Json empty_reason(const std::vector<const RecordField*>& fields) {
  const auto any = [&](auto holds) { return std::any_of(fields.begin(), fields.end(), holds); };
  const auto is = [&](FieldState state) { return any([&](const RecordField* f) { return f->state == state; }); };
  if (any([](const RecordField* f) { return !is_usable(*f); }))
    return {{"text", "Waits for a person to compare it with the paper"}};
  if (is(FieldState::ambiguous)) return {{"text", "Several marks where one is allowed"}};
  if (is(FieldState::illegible)) return {{"text", "There is writing that cannot be read"}};
  if (any([](const RecordField* f) { return f->state == FieldState::read && records::is_written(*f); }))
    return {{"text", "Something is written, see the answers of the form"}};
  if (!is(FieldState::none)) return {{"text", "Left blank on the paper"}};
  Json none{{"coding", Json::array({{{"system", "http://terminology.hl7.org/CodeSystem/list-empty-reason"},
                                     {"code", "nilknown"},
                                     {"display", "Nil Known"}}})}};
  none["text"] = "The paper says that there is none";
  return none;
}

/// What somebody wrote in the section and no entry shows, in a sentence; "" where the entries show all.
std::string left_out(const std::vector<const RecordField*>& fields, const std::set<std::string>& used) {
  const auto any = [&](auto holds) { return std::any_of(fields.begin(), fields.end(), holds); };
  if (any([](const RecordField* f) { return !is_usable(*f) && records::is_written(*f); }))
    return "More is written on the paper; it waits for a person";
  if (any([](const RecordField* f) { return f->state == FieldState::illegible || f->state == FieldState::ambiguous; }))
    return "There is more on the paper that cannot be read or decided";
  const auto unseen = [&](const RecordField* f) {
    return f->state == FieldState::read && records::is_written(*f) && !used.contains(f->name);
  };
  return any(unseen) ? "More is written on the paper, see the answers of the form" : "";
}

}  // namespace

Expanded fill_section(const Json& skeleton, const Document& document, const References& references,
                      const std::set<std::string>& used) {
  const std::vector<const RecordField*> fields = fields_of(skeleton, document);
  if (fields.empty()) return {};
  Expanded out{.resource = Json::object()};
  for (const auto& [member, value] : skeleton.items()) {
    // Member by member: what names the list stays, however empty it is.
    const Expanded part = expand_skeleton({{member, value}}, document, {}, references);
    if (part.resource.is_null()) continue;
    out.resource.update(part.resource);
    out.fields.insert(part.fields.begin(), part.fields.end());
  }
  if (!has(out.resource, "entry")) {
    out.resource["emptyReason"] = empty_reason(fields);
  } else if (const std::string more = left_out(fields, used); !more.empty()) {
    out.resource["note"] = Json::array({{{"text", more}}});
  }
  for (const RecordField* field : fields)
    if (is_usable(*field)) out.fields.insert(field->name);
  return out;
}

}  // namespace carescan::fhir

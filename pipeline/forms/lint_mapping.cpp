#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "pipeline/forms/field_patterns.hpp"
#include "pipeline/forms/findings.hpp"
#include "pipeline/forms/lint_checks.hpp"
#include "pipeline/forms/placeholders.hpp"
#include "pipeline/model/failure.hpp"

namespace carescan::forms {

namespace {

using Json = nlohmann::ordered_json;

/// Walks the resources: every field that a placeholder names is there, and every for_each goes over something.
class Walk {
 public:
  explicit Walk(Findings& out) : out_(out) {}
  const std::set<std::string>& used() const { return used_; }

  void visit(const Json& node, const std::string& pointer) {
    if (node.is_string()) visit_text(node.get<std::string>(), pointer);
    if (node.is_array())
      for (std::size_t i = 0; i < node.size(); ++i) visit(node[i], fmt::format("{}/{}", pointer, i));
    if (node.is_object()) visit_object(node, pointer);
  }

 private:
  void visit_object(const Json& node, const std::string& pointer) {
    for (const auto& [key, value] : node.items()) {
      const std::string here = fmt::format("{}/{}", pointer, key);
      if (key == "for_each")
        check_pattern(value.is_string() ? value.get<std::string>() : "", here);
      else if (key == "section")
        visit_section(value, here);
      else
        visit(value, here);
    }
  }

  /// The fields that a List is about are named as they are, without braces.
  void visit_section(const Json& names, const std::string& pointer) {
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names.is_array() && names[i].is_string()) use(names[i].get<std::string>(), fmt::format("{}/{}", pointer, i));
  }

  void visit_text(const std::string& text, const std::string& pointer) {
    try {
      for (const TextPart& part : parts_of(text))
        if (part.placeholder)
          for (const std::string& name : part.placeholder->names)
            if (!name.starts_with('@')) use(name, pointer);
    } catch (const Failure& failure) {
      out_.error("mapping-to-unknown-field", pointer, failure.why);
    }
  }

  void check_pattern(const std::string& pattern, const std::string& pointer) {
    if (pattern_kind(pattern, out_.form()) == PatternKind::unknown)
      out_.error("mapping-to-unknown-field", pointer,
                 "for_each names a table of this form as \"needs[*]\", numbered fields as \"allergy_*\", or a field of "
                 "kind choices");
  }

  void use(const std::string& name, const std::string& pointer) {
    const std::vector<std::string> fields = fields_named(name, out_.form());
    if (fields.empty())
      out_.error("mapping-to-unknown-field", pointer,
                 fmt::format("the mapping asks for '{}', which is not a field of this form", name));
    used_.insert(fields.begin(), fields.end());
  }

  Findings& out_;
  std::set<std::string> used_;
};

/// One warning a form, not one a field: most forms map a few fields and leave the rest to the QuestionnaireResponse.
void warn_of_unmapped(Findings& out, const std::set<std::string>& used) {
  constexpr std::size_t named = 3;
  std::vector<std::string> names;
  std::size_t first = 0;
  const auto& fields = out.form().fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (used.contains(fields[i].name)) continue;
    if (names.empty()) first = i;
    names.push_back(fmt::format("'{}'", fields[i].name));
  }
  if (names.empty()) return;
  const bool all_named = names.size() <= named;
  out.warning(
      "unmapped-field", out.place(first),
      fmt::format(
          "{} of {} fields stand in no resource in \"fhir\", only in the QuestionnaireResponse: {}{}", names.size(),
          fields.size(),
          fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(all_named ? names.size() : named), ", "),
          all_named ? "" : fmt::format(" and {} more", names.size() - named)));
}

}  // namespace

std::vector<Finding> mapping_findings(const FormTemplate& form) {
  Findings out(form);
  Walk walk(out);
  walk.visit(Json::parse(form.fhir_json), "/fhir");
  warn_of_unmapped(out, walk.used());
  return out.take();
}

}  // namespace carescan::forms

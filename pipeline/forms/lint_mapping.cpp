#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "pipeline/forms/findings.hpp"
#include "pipeline/forms/lint_checks.hpp"

namespace carescan::forms {

namespace {

using Json = nlohmann::ordered_json;

/// Field names in the {{…}} of one text: what stands before a filter.
std::vector<std::string> placeholders(const std::string& text) {
  static const std::regex form(R"(\{\{\s*([A-Za-z0-9_.\[\]]*)[^}]*\}\})");
  std::vector<std::string> names;
  for (std::sregex_iterator it(text.begin(), text.end(), form), end; it != end; ++it) names.push_back((*it)[1]);
  return names;
}

/// Walks a resource; inside a for_each the placeholders may name columns of its table.
class Walk {
 public:
  explicit Walk(Findings& out) : out_(out) {}
  const std::set<std::string>& used() const { return used_; }

  void visit(const Json& node, const std::string& pointer, const Table* rows = nullptr) {
    if (node.is_string())
      for (const std::string& name : placeholders(node.get<std::string>())) use(name, pointer, rows);
    if (node.is_array())
      for (std::size_t i = 0; i < node.size(); ++i) visit(node[i], fmt::format("{}/{}", pointer, i), rows);
    if (node.is_object()) visit_object(node, pointer, rows);
  }

 private:
  void visit_object(const Json& node, const std::string& pointer, const Table* rows) {
    if (node.contains("for_each")) rows = table(node.at("for_each"), pointer + "/for_each");
    for (const auto& [key, value] : node.items())
      if (key != "for_each") visit(value, fmt::format("{}/{}", pointer, key), rows);
  }

  const Table* table(const Json& name, const std::string& pointer) {
    for (const Table& table : out_.form().tables)
      if (name == table.name) return &table;
    out_.error("mapping-to-unknown-field", pointer, "for_each names a table of this form");
    return nullptr;
  }

  void use(const std::string& name, const std::string& pointer, const Table* rows) {
    if (rows != nullptr && std::ranges::find(rows->columns, name, &Field::name) != rows->columns.end()) {
      for (std::size_t row = 0; row < rows->rows.size(); ++row)
        used_.insert(cell_name(rows->name, static_cast<int>(row) + 1, name));
    } else if (out_.form().find(name) == nullptr) {
      out_.error("mapping-to-unknown-field", pointer,
                 fmt::format("the mapping asks for '{}', which is not a field of this form", name));
    }
    used_.insert(name);
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

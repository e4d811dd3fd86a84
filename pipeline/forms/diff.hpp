#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"

namespace carescan::forms {

/// What a change is about. Old paper read with changed geometry is misread; with changed meaning it is misunderstood;
/// wording (labels, help, titles, gates) changes nothing that is read.
enum class ChangeWeight { geometry, meaning, wording };
std::string_view to_string(ChangeWeight);

/// One difference between two versions of a form.
struct Change {
  std::string what;     ///< one word: "moved", "added", "removed", "renamed", "kind", "options", "rules", "mapping" …
  std::string subject;  ///< a field, a table, a column as "table.column", a page, or a JSON pointer into "fhir"
  std::string detail;   ///< from what to what, for people
  ChangeWeight weight = ChangeWeight::meaning;
  std::optional<std::array<double, 4>> by_mm = {};  ///< of a box that moved: right, down, wider, higher
};

/// What a reviewer has to know, in the order of the form: pages, fields (matched by name; else by their box: renamed),
/// rules, mapping, wording. Boxes within 0.1 mm are where they were. Tables are told by their columns and rows, not
/// cell by cell.
std::vector<Change> changes_between(const FormTemplate& from, const FormTemplate& to);

/// Whether old paper must not be read with the new form under the old version: geometry or meaning changed.
bool asks_for_a_version(const std::vector<Change>&);

}  // namespace carescan::forms

#pragma once

#include <string>
#include <vector>

#include "pipeline/forms/diff.hpp"

namespace carescan::forms {

/// A field, a column or a table of a form, as form.json lists them.
struct Listed {
  std::string name;  ///< of a column "table.column"
  int page = 1;
  Field field;                   ///< of a table only name, label, kind, page and box
  const Table* table = nullptr;  ///< of a table
};
std::vector<Listed> listed(const FormTemplate&);

/// How the same field differs in two forms.
void compare_fields(const Listed& from, const Listed& to, std::vector<Change>&);

/// A rule as one line of text.
std::string in_words(const FieldRule&);

/// How far a box moved and grew; nullopt where it is where it was (0.1 mm).
std::optional<std::array<double, 4>> moved(const BoxMm& from, const BoxMm& to);

}  // namespace carescan::forms

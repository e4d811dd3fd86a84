#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/model/table.hpp"

namespace carescan {

/// One printed page of a form.
struct FormPage {
  int number = 1;
  double width_mm = 210, height_mm = 297;
  std::string code = {};  ///< the text of the code printed on it, as it must be read; empty where there is none
};

/// A rule over several fields ("order", "sum", "if_then", "exclusive", "same_person", "bmi", "must", "news2"); see
/// docs/template-format.md. A name with "[*]" stands for the field of each row of a table: in_row (table.hpp).
struct FormRule {
  std::string rule;
  std::vector<std::string> fields;
  std::string message;                  ///< what the reviewer is told when it does not hold
  std::vector<std::string> roles = {};  ///< what each of `fields` is to the rule ("weight"); empty: their order says it
};

/// A form as its folder describes it. `fhir` and everything else that only one floor needs stays JSON text, so that
/// this header needs no JSON library.
struct FormTemplate {
  std::string id, version, title;
  std::filesystem::path folder;  ///< where form.json was found
  std::filesystem::path blank;   ///< the picture of the printed form: PDF, PNG, TIFF or JPEG
  std::vector<FormPage> pages;
  std::vector<Field> fields;  ///< in reading order; every cell of a table is one
  std::vector<Table> tables;  ///< in the order of their cells among the fields
  std::vector<FormRule> rules;
  std::string fhir_json = "[]";   ///< the "fhir" member of form.json, verbatim
  std::string gates_json = "{}";  ///< the "gates" member, verbatim
  std::string sha256;  ///< of form.json, the blank, the lexicons and learned.png together: what makes documents stale

  const Field* find(const std::string& name) const {
    for (const Field& f : fields)
      if (f.name == name) return &f;
    return nullptr;
  }
  /// In their order.
  std::vector<Field> fields_on(int page) const {
    std::vector<Field> out;
    for (const Field& f : fields)
      if (f.page == page) out.push_back(f);
    return out;
  }
};

}  // namespace carescan

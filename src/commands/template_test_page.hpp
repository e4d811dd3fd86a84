#pragma once

#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/rehearsal/gates.hpp"
#include "pipeline/rehearsal/wrong_fields.hpp"

namespace carescan::app {

/// What came of the rehearsal of one template.
struct Tested {
  FormTemplate form;
  std::string score;  ///< score --json
  std::vector<rehearsal::Gate> gates;
  std::vector<rehearsal::WrongField> wrong;  ///< with ink where a page of them is wanted; else empty
  bool passes() const;
};

/// One HTML page, nothing outside it: gates, what became of the fields kind by kind, and each field that was not read
/// as the paper says with its ink. The same rehearsal gives the same bytes.
std::string test_page(const std::vector<Tested>&);

/// The same of a run that was scored against truth, over all its forms: what became of the fields kind by kind, and
/// those that were not read as the paper says.
std::string score_page(const std::string& score_json, const std::vector<rehearsal::WrongField>&);

}  // namespace carescan::app

#pragma once

#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"

namespace carescan::rehearsal {

/// One limit of `template test`: the figure of a score must not exceed it.
struct Gate {
  std::string name;
  double limit = 0, figure = 0;
  bool passes() const { return figure <= limit; }
};

/// The gates of a form on its score (`score --json`): every page identified and nothing silently wrong in critical
/// fields, unless the form's `gates` say otherwise, and whatever else they name. Figures are "critical_silently_wrong",
/// "pages_not_identified", "asked_share" (of the inked fields) and every number of the score by its path with points
/// ("by_kind.choice.inked.silently_wrong"). Throws Failure "template-gate".
std::vector<Gate> gates_of(const FormTemplate&, const std::string& score_json);

}  // namespace carescan::rehearsal

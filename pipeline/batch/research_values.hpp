#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pipeline/model/form_template.hpp"
#include "pipeline/model/record.hpp"

namespace carescan::batch {

/// One value of an extract.
struct ResearchValue {
  std::string field, kind, state;
  std::string value;  ///< empty where the state is another than read
  bool reviewed = false;
};

/// What an extract may hold of a record: the answers that a form lists, numbers below a million, dates `days_back`
/// earlier, areas of postcodes. Field by field what is allowed, never what is forbidden: what nobody thought of stays
/// out.
std::vector<ResearchValue> research_values(const Record&, const FormTemplate&, int days_back);

/// Who the person is like, in an extract: what it could be known by.
struct Likeness {
  std::string age, sex, area;
  auto operator<=>(const Likeness&) const = default;
};

/// `first_seen`: ISO date. The age is that on the latest date on the paper up to then, or then where there is none.
Likeness likeness_of(const Record&, const FormTemplate&, const std::string& first_seen);

}  // namespace carescan::batch

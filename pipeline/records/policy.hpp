#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "pipeline/model/field.hpp"

namespace carescan::records {

/// When a reading is believed without a person (`--policy FILE`). Thresholds are confidences, 0..1; a kind that is not
/// in a map is never accepted.
struct Policy {
  std::string name = "default";
  std::map<FieldKind, double> accept_inked;  ///< state read/none: lower accepts more and is wrong more often
  std::map<FieldKind, double> accept_blank;  ///< state blank: lower risks losing faint pencil
  std::string sha256;                        ///< of its JSON form: part of what makes documents stale
};

/// The policy carescan ships with: marks, signatures and empty fields are accepted when clear, writing is asked.
Policy default_policy();

/// Reads a policy file; see docs/policy.md. Throws Failure "policy-invalid" with the JSON pointer of what is wrong.
Policy load_policy(const std::filesystem::path& file);

}  // namespace carescan::records

#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "pipeline/model/field.hpp"
#include "pipeline/model/reading.hpp"

namespace carescan::records {

/// When a reading is believed without a person (`--policy FILE`). Thresholds are confidences, 0..1; a kind that is not
/// in a map is never accepted.
struct Policy {
  std::string name = "default";
  std::map<FieldKind, double> accept_inked;  ///< state read/none: lower accepts more and is wrong more often
  /// The same for writing with one character a cell, which is read by other means than free lines.
  std::map<FieldKind, double> accept_combs;
  std::map<FieldKind, double> accept_blank;  ///< state blank: lower risks losing faint pencil
  double target = 0.001;      ///< highest share of accepted fields that may be wrong; what the audit is to show
  std::optional<long> audit;  ///< accepted fields drawn for it; none: as many as the target needs
  std::string sha256;         ///< of its JSON form: part of what makes documents stale
};

/// The policy carescan ships with: marks, signatures, empty fields and combs are accepted when clear, single lines of
/// words when they could hardly be clearer; paragraphs are asked.
Policy default_policy();

/// From which confidence a reading of the field in this state is believed; nullopt: never. A field of state `none`
/// rests on a tick, not on writing.
std::optional<double> threshold_for(const Policy&, const Field&, FieldState);

/// A policy as a policy file has it, in one line.
std::string to_json(const Policy&);

/// The inverse; `file` is what a Failure names. Throws Failure "policy-invalid" with the JSON pointer of what is wrong.
Policy policy_from_json(const std::string& json, const std::string& file);

/// Reads a policy file; see docs/policy.md. Throws Failure "policy-invalid" with the JSON pointer of what is wrong.
Policy load_policy(const std::filesystem::path& file);

}  // namespace carescan::records

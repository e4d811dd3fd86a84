#pragma once

#include <array>
#include <string>
#include <vector>

#include "form_folder.hpp"
#include "pipeline/forms/lint.hpp"

namespace carescan::forms::testing {

using nlohmann::json;

inline std::vector<Finding> checked(const json& form) {
  Folder folder;
  return check_form(write_form(folder.path, form), {});
}

/// "id pointer" of the errors, or of the warnings.
inline std::vector<std::string> told(const std::vector<Finding>& findings, Severity severity = Severity::error) {
  std::vector<std::string> all;
  for (const Finding& f : findings)
    if (f.severity == severity) all.push_back(f.id + " " + f.pointer);
  return all;
}

using Told = std::vector<std::string>;

inline json field(const std::string& name, const std::string& kind, std::array<double, 4> box) {
  return {{"name", name}, {"label", name}, {"kind", kind}, {"page", 1}, {"box", box}};
}

inline json option(const char* code, std::array<double, 4> box) {
  return {{"code", code}, {"label", "x"}, {"box", box}};
}

/// The sound form with one more field (its index is 2).
inline json with(json extra) {
  json form = sound_form();
  form["fields"].push_back(std::move(extra));
  return form;
}

}  // namespace carescan::forms::testing

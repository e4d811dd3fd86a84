#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "pipeline/forms/pointer_lines.hpp"

namespace carescan::forms {

/// How a JSON text is spaced, so that what is new looks like what is there.
class TextStyle {
 public:
  /// Both must outlive it.
  TextStyle(const std::string& text, const PointerLines& places);

  /// A value written as the value at `like` is: on one line or on several, with its spaces. An empty `like` writes it
  /// on one line. `indent` is that of the line on which it begins.
  std::string written(const nlohmann::ordered_json& value, const std::string& like, const std::string& indent) const;

  /// A member's name with its colon.
  std::string name(const std::string& key) const;

  /// Spaces at the beginning of the line in which `at` stands.
  std::string indent_at(std::size_t at) const;

  /// What stands between two elements or members of the container at `pointer` that has `first` and perhaps `second`;
  /// never an empty line.
  std::string between(const std::string& pointer, const std::string& first, const std::string& second) const;

  /// What to write the member `key` of the object at `pointer` like: the same member of one of its neighbours; empty
  /// where none has it.
  std::string like_member(const std::string& pointer, const std::string& key) const;

 private:
  const TextSpan& span(const std::string& pointer) const { return places_.spans.at(pointer); }
  std::string joined(const nlohmann::ordered_json& value, const std::string& like, const std::string& indent,
                     const std::string& gap) const;

  const std::string& text_;
  const PointerLines& places_;
  std::string colon_ = ": ", comma_ = ", ", line_end_ = "\n";
};

}  // namespace carescan::forms

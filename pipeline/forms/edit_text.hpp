#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace carescan::forms {

/// The text of a form.json changed so that it says `wanted`, as a person would change it: only what is another value is
/// written anew; order, spacing, numbers as they were written and everything else stay byte for byte, and `text` itself
/// comes back where nothing is different. Members and elements that are new are put behind those that they follow in
/// `wanted`, spaced as their neighbours are. Fields are known by name, options by code; a field that is gone while one
/// like it appeared in the same place was renamed. The order of an object's members is not changed.
/// `text` is JSON in which no object has a member twice (text_errors). Throws std::logic_error rather than return a
/// text that says anything else than `wanted`.
std::string edited_text(const std::string& text, const nlohmann::ordered_json& wanted);

}  // namespace carescan::forms

#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/fhir/validate.hpp"

namespace carescan::fhir {

/// JSON whose members keep the order they were written in, so that findings come in reading order.
using Json = nlohmann::ordered_json;

/// Bytes to a tree, as strictly as FHIR wants JSON: UTF-8 without a byte order mark, no member twice, at most 100
/// levels deep. What is wrong is added to `findings`; nullopt where there is no tree to look at further. Of a member
/// that is there twice the first is kept.
std::optional<Json> parse_strictly(const std::string& bytes, std::vector<Finding>& findings);

/// A member's text, or "" where it is missing or not a string. Lets rules look at trees of any shape.
std::string text_of(const Json& object, std::string_view member);

/// The same without a copy, as long as the tree lives.
std::string_view view_of(const Json& object, std::string_view member);

/// A member, or null where there is none (or `object` is no object).
const Json& member_of(const Json& object, std::string_view member);

/// Whether an element is there, as `name` or as `_name` alone; has_choice: as any of a choice (`value` finds
/// valueString).
bool has(const Json& object, std::string_view name);
bool has_choice(const Json& object, std::string_view stem);

/// A name as it may stand in a FHIRPath expression; "" for names that no FHIR element could have.
std::string path_name(std::string_view name);

/// Adds an error to the findings.
void error(std::vector<Finding>& findings, std::string code, std::string expression, std::string message);
/// Adds a warning to the findings.
void warning(std::vector<Finding>& findings, std::string code, std::string expression, std::string message);

}  // namespace carescan::fhir

#include "pipeline/fhir/questionnaire_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "pipeline/fhir/profile_values.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;
using Questions = std::map<std::string, const Json*>;

void collect(const Json& items, Questions& out) {
  if (!items.is_array()) return;
  for (const Json& item : items) {
    out.emplace(text_of(item, "linkId"), &item);
    collect(member_of(item, "item"), out);
  }
}

/// Whether what stands under `stem` (answer, value) is of a kind that a question of this type takes.
bool fits_type(const Json& object, const std::string& stem, const std::string& item_type) {
  const std::vector<std::string> allowed = answer_names(item_type, stem), given = choice_members(object, stem);
  return allowed.empty() || std::all_of(given.begin(), given.end(), [&](const std::string& name) {
           return std::find(allowed.begin(), allowed.end(), name) != allowed.end();
         });
}

void check_conditions(const Json& item, const Questions& questions, const Place& at, Findings& findings) {
  const Json& conditions = member_of(item, "enableWhen");
  for (std::size_t i = 0; conditions.is_array() && i < conditions.size(); ++i) {
    const Place here = at.child(fmt::format("enableWhen[{}]", i));
    const std::string asked = text_of(conditions[i], "question");
    const auto question = questions.find(asked);
    if (asked.empty()) continue;
    if (question == questions.end())
      error(findings, "not-found", here.child("question").path,
            "No item has the linkId that this condition asks about.");
    else if (text_of(conditions[i], "operator") != "exists" &&
             !fits_type(conditions[i], "answer", text_of(*question->second, "type")))
      error(findings, "value", here.child("answer").path, "The question asked about is not answered with this type.");
  }
}

void check_values(const Json& item, const char* list, const Place& at, Findings& findings) {
  const Json& values = member_of(item, list);
  for (std::size_t i = 0; values.is_array() && i < values.size(); ++i)
    if (!fits_type(values[i], "value", text_of(item, "type")))
      error(findings, "value", at.child(fmt::format("{}[{}].value", list, i)).path,
            "The value is of another type than the question.");
}

void check_items(const Json& items, const Questions& questions, const Place& at, Findings& findings) {
  for (std::size_t i = 0; items.is_array() && i < items.size(); ++i) {
    const Place here = at.child(fmt::format("item[{}]", i));
    check_conditions(items[i], questions, here, findings);
    check_values(items[i], "answerOption", here, findings);
    check_values(items[i], "initial", here, findings);
    check_items(member_of(items[i], "item"), questions, here, findings);
  }
}

}  // namespace

std::vector<std::string> answer_names(const std::string& item_type, const std::string& stem) {
  static const std::map<std::string, std::vector<std::string>> table{
      {"boolean", {"Boolean"}},
      {"decimal", {"Decimal", "Integer"}},
      {"integer", {"Integer"}},
      {"date", {"Date"}},
      {"dateTime", {"DateTime", "Date"}},
      {"time", {"Time"}},
      {"string", {"String"}},
      {"text", {"String"}},
      {"url", {"Uri"}},
      {"choice", {"Coding", "String", "Integer", "Date", "Time", "Reference"}},
      {"open-choice", {"Coding", "String", "Integer", "Date", "Time", "Reference"}},
      {"attachment", {"Attachment"}},
      {"reference", {"Reference"}},
      {"quantity", {"Quantity"}}};
  const auto found = table.find(item_type);
  std::vector<std::string> out;
  if (found != table.end())
    for (const std::string& type : found->second) out.push_back(stem + type);
  return out;
}

void check_questionnaire(const Json& questionnaire, const Place& at, std::vector<Finding>& findings) {
  Questions questions;
  collect(member_of(questionnaire, "item"), questions);
  check_items(member_of(questionnaire, "item"), questions, at, findings);
}

}  // namespace carescan::fhir

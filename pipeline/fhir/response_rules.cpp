#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "pipeline/fhir/profile_values.hpp"
#include "pipeline/fhir/questionnaire_rules.hpp"

namespace carescan::fhir {
namespace {

using Findings = std::vector<Finding>;

bool is_of(const Json& resource, const std::string& url) {
  if (text_of(resource, "resourceType") != "Questionnaire" || text_of(resource, "url").empty()) return false;
  const std::string plain = text_of(resource, "url"), version = text_of(resource, "version");
  return url == plain || (!version.empty() && url == plain + "|" + version);
}

/// The Questionnaire that a response names, contained in it or in the Bundle around; nullptr where it is elsewhere.
const Json* questionnaire_of(const Json& response, const Place& at) {
  const std::string url = text_of(response, "questionnaire");
  const Json& contained = member_of(response, "contained");
  if (url.starts_with('#') && contained.is_array())
    for (const Json& inner : contained)
      if (text_of(inner, "id") == url.substr(1)) return &inner;
  const Json* entries = at.bundle == nullptr ? nullptr : &member_of(*at.bundle->whole, "entry");
  if (url.empty() || entries == nullptr || !entries->is_array()) return nullptr;
  for (const Json& entry : *entries)
    if (is_of(member_of(entry, "resource"), url)) return &member_of(entry, "resource");
  return nullptr;
}

const Json* asked_as(const Json& questions, const std::string& link) {
  if (!questions.is_array()) return nullptr;
  const auto found =
      std::find_if(questions.begin(), questions.end(), [&](const Json& q) { return text_of(q, "linkId") == link; });
  return found == questions.end() ? nullptr : &*found;
}

/// Why there is no answer may be said by an extension instead.
bool says_why_not(const Json& item) {
  return has(item, "extension");
}

struct Check {
  bool completed;
  Findings& findings;

  void option(const Json& answer, const Json& question, const Place& at) const {
    const Json& options = member_of(question, "answerOption");
    if (!options.is_array() || text_of(question, "type") == "open-choice") return;
    const auto same = [&](const Json& option) {
      const Json &mine = member_of(answer, "valueCoding"), &theirs = member_of(option, "valueCoding");
      if (mine.is_object() && theirs.is_object())
        return text_of(mine, "system") == text_of(theirs, "system") && text_of(mine, "code") == text_of(theirs, "code");
      return std::ranges::any_of(choice_members(option, "value"),
                                 [&](const std::string& n) { return member_of(answer, n) == member_of(option, n); });
    };
    if (std::none_of(options.begin(), options.end(), same))
      error(findings, "code-invalid", at.child("value").path, "The questionnaire does not offer this answer.");
  }

  void answers(const Json& item, const Json& question, const Place& at) const {
    const std::string type = text_of(question, "type");
    const Json& given = member_of(item, "answer");
    if (!given.is_array()) return;
    if (type == "group" || type == "display")
      return error(findings, "structure", at.child("answer").path, "The questionnaire asks nothing here.");
    if (given.size() > 1 && member_of(question, "repeats") != true)
      error(findings, "structure", at.child("answer[1]").path, "The questionnaire takes one answer here.");
    for (std::size_t i = 0; i < given.size(); ++i) {
      const Place here = at.child(fmt::format("answer[{}]", i));
      const std::vector<std::string> allowed = answer_names(type, "value"), names = choice_members(given[i], "value");
      const bool fits = allowed.empty() || std::ranges::all_of(names, [&](const std::string& name) {
                          return std::ranges::find(allowed, name) != allowed.end();
                        });
      if (!fits)
        error(findings, "value", here.child("value").path, "The questionnaire takes an answer of another type here.");
      else if (!names.empty())
        option(given[i], question, here);
      items(member_of(given[i], "item"), member_of(question, "item"), here);
    }
  }

  void items(const Json& given, const Json& questions, const Place& at) const {
    std::set<std::string> seen;
    for (std::size_t i = 0; given.is_array() && i < given.size(); ++i) {
      const Place here = at.child(fmt::format("item[{}]", i));
      const std::string link = text_of(given[i], "linkId");
      const Json* question = asked_as(questions, link);
      if (link.empty()) continue;
      if (question == nullptr) {
        error(findings, "not-found", here.child("linkId").path, "The questionnaire has no item of this linkId here.");
        continue;
      }
      const bool again = text_of(*question, "type") == "group" && member_of(*question, "repeats") == true;
      if (!seen.insert(link).second && !again)
        error(findings, "duplicate", here.child("linkId").path, "The questionnaire has this item once only.");
      answers(given[i], *question, here);
      items(member_of(given[i], "item"), member_of(*question, "item"), here);
    }
    if (completed) required(given, questions, at);
  }

  void required(const Json& given, const Json& questions, const Place& at) const {
    if (!questions.is_array()) return;
    for (const Json& question : questions) {
      if (member_of(question, "required") != true || has(question, "enableWhen")) continue;
      const Json* item = asked_as(given, text_of(question, "linkId"));
      const bool there = item != nullptr && (has(*item, "answer") || has(*item, "item") || says_why_not(*item));
      if (!there)
        error(findings, "required", at.child("item").path, "A completed response lacks an answer that is required.");
    }
  }
};

}  // namespace

void check_response(const Json& response, const Place& at, std::vector<Finding>& findings) {
  const Json* questionnaire = questionnaire_of(response, at);
  if (questionnaire == nullptr || !questionnaire->is_object()) return;
  const std::string status = text_of(response, "status");
  const Check check{status == "completed" || status == "amended", findings};
  check.items(member_of(response, "item"), member_of(*questionnaire, "item"), at);
}

}  // namespace carescan::fhir

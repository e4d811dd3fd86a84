#include <array>
#include <utility>

#include "src/review/answers.hpp"
#include "src/review/api.hpp"
#include "src/review/refused.hpp"

namespace carescan::web {
namespace {

using review::Action;
using review::Outcome;

constexpr std::size_t most_answers = 500;
constexpr std::size_t longest_text = 20'000;

Action action_of(const std::string& word) {
  static constexpr std::array words{std::pair{"confirm", Action::confirm}, std::pair{"enter", Action::enter},
                                    std::pair{"illegible", Action::illegible}, std::pair{"blank", Action::blank},
                                    std::pair{"none", Action::none}};
  for (const auto& [known, action] : words)
    if (known == word) return action;
  throw Refused{400, "bad-request", "action is confirm, enter, illegible, blank or none"};
}

const char* word_of_outcome(Outcome outcome) {
  switch (outcome) {
    case Outcome::settled:
      return "settled";
    case Outcome::adjudicate:
      return "adjudicate";
    case Outcome::stale:
      return "stale";
    case Outcome::refused:
      break;
  }
  return "refused";
}

review::Answer answer_from(const Json& json) {
  review::Answer answer{.document = json.at("document"),
                        .field = json.at("field"),
                        .version = json.at("version"),
                        .action = action_of(json.at("action"))};
  answer.text = json.value("text", "");
  if (answer.text.size() > longest_text) throw Refused{400, "bad-request", "text is too long"};
  if (const auto seconds = json.find("seconds"); seconds != json.end() && seconds->is_number())
    answer.seconds = seconds->get<double>();
  return answer;
}

}  // namespace

Json post_decisions(Office& office, const Call& call) {
  const Json& given = call.body.at("decisions");
  if (!given.is_array() || given.size() > most_answers)
    throw Refused{400, "bad-request", "decisions is a list of up to 500"};
  std::vector<review::Answer> answers;
  for (const Json& one : given) answers.push_back(answer_from(one));
  const std::vector<review::Result> results = office.desk.decide(call.who.name, answers);
  Json out = Json::array();
  for (std::size_t i = 0; i < results.size(); ++i)
    out.push_back({{"document", answers[i].document},
                   {"field", answers[i].field},
                   {"outcome", word_of_outcome(results[i].outcome)},
                   {"message", results[i].message},
                   {"number", results[i].number}});
  const review::Work work = office.desk.work(call.who.name);
  return {{"results", out}, {"progress", progress_json(work.progress)}, {"chain", chain_json(work)}};
}

Json post_check(Office& office, const Call& call) {
  const review::Checked checked = office.desk.check(call.text("document"), call.text("field"), call.text("text"));
  Json findings = Json::array();
  for (const Issue& issue : checked.findings) findings.push_back({{"code", issue.code}, {"message", issue.message}});
  return {{"understood", checked.understood},
          {"state", to_string(checked.state)},
          {"display", checked.display},
          {"findings", findings}};
}

Json post_undo(Office& office, const Call& call) {
  const std::optional<review::Undone> undone = office.desk.undo(call.who.name);
  const review::Work work = office.desk.work(call.who.name);
  Json out{{"undone", nullptr}, {"progress", progress_json(work.progress)}, {"chain", chain_json(work)}};
  if (undone) out["undone"] = {{"document", undone->document}, {"field", undone->field}, {"column", undone->column}};
  return out;
}

Json post_release(Office& office, const Call& call) {
  office.desk.release(call.who.name);
  return Json::object();
}

}  // namespace carescan::web

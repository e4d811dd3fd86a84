#include <algorithm>

#include "pipeline/batch/people.hpp"
#include "pipeline/forms/patient_fields.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/review/words.hpp"
#include "src/review/answers.hpp"
#include "src/review/api.hpp"
#include "src/review/people.hpp"
#include "src/review/refused.hpp"

namespace carescan::web {
namespace {

using Kind = batch::Proposal::Kind;

/// Each is looked up with all its documents: a screen's worth at a time, what waits first.
constexpr std::size_t most_proposals = 40;

/// What stands in some fields, in words, one after the other; what was not read says nothing.
std::string words_in(const Record& record, const FormTemplate& form, const std::vector<std::string>& names) {
  std::string words;
  for (const std::string& name : names) {
    const RecordField* read = record.find(name);
    const Field* field = form.find(name);
    if (read == nullptr || field == nullptr || read->state != FieldState::read) continue;
    words += (words.empty() ? "" : " ") + review::words_of(*field, read->state, read->value);
  }
  return words;
}

Json crops_json(const Office& office, const FormTemplate& form, const Record& record,
                const forms::PatientFields& fields) {
  Json out = Json::array();
  for (const auto* names : {&fields.name, &fields.born, &fields.number})
    for (const std::string& name : *names)
      if (record.find(name) != nullptr) out.push_back(crop_url(record.id, name, office.labels.of(form, name)));
  return out;
}

Json document_json(Office& office, const std::string& id) {
  try {
    const Record record = office.desk.record(id);
    const FormTemplate& form = office.desk.form_of(id);
    const forms::PatientFields fields = forms::patient_fields(form);
    return {{"id", id},
            {"form_title", form.title},
            {"source", record.pages.empty() ? "" : record.pages.front().source.file},
            {"name", words_in(record, form, fields.name)},
            {"born", words_in(record, form, fields.born)},
            {"nhs_number", words_in(record, form, fields.number)},
            {"crops", crops_json(office, form, record, fields)}};
  } catch (const Failure&) {  // read again since, or its form is not at hand
    return {{"id", id},   {"form_title", ""}, {"source", ""},          {"name", ""},
            {"born", ""}, {"nhs_number", ""}, {"crops", Json::array()}};
  }
}

const char* why_of(const batch::Proposal& proposal) {
  return proposal.kind == Kind::rescan
             ? "Nearly everything ticked or written in boxes on them is the same. Scans of one paper must not go to a "
               "record system twice: none is sent until you say which one counts."
             : "They bear the same NHS number. If they are of different people, one of the numbers is wrong: correct "
               "it "
               "in that document.";
}

Json proposal_json(Office& office, const PeopleQuestion& question) {
  Json documents = Json::array(), decision;
  for (const std::string& id : question.proposal.documents) documents.push_back(document_json(office, id));
  if (question.decision) decision = question.decision->same ? "same" : "different";
  Json out{{"id", question.proposal.id()},
           {"kind", question.proposal.kind == Kind::rescan ? "rescan" : "person"},
           {"documents", documents},
           {"why", why_of(question.proposal)},
           {"decision", decision}};
  if (question.decision && !question.decision->keep.empty()) out["keep"] = question.decision->keep;
  return out;
}

/// What a person said of one proposal; nothing for "open". Throws Refused.
std::optional<batch::PeopleDecision> decision_of(const Call& call, const batch::Proposal& proposal) {
  const std::string word = call.text("decision");
  if (word == "open") return std::nullopt;
  if (word != "same" && word != "different") throw Refused{400, "bad-request", "decision is same, different or open"};
  batch::PeopleDecision decision{.same = word == "same"};
  if (decision.same && proposal.kind == Kind::rescan) {
    decision.keep = call.text("keep");
    if (std::ranges::find(proposal.documents, decision.keep) == proposal.documents.end())
      throw Refused{400, "bad-request", "keep is one of the documents"};
  }
  return decision;
}

}  // namespace

Json get_people(Office& office, const Call&) {
  std::vector<PeopleQuestion> questions = people_questions(office.out);
  std::stable_partition(questions.begin(), questions.end(), [](const PeopleQuestion& one) { return !one.decision; });
  const std::size_t shown = std::min(questions.size(), most_proposals);
  Json out = Json::array();
  for (std::size_t i = 0; i < shown; ++i) out.push_back(proposal_json(office, questions[i]));
  return {{"proposals", out}, {"more", questions.size() - shown}};
}

Json post_people(Office& office, const Call& call) {
  const std::string id = call.text("id");
  const std::vector<PeopleQuestion> questions = people_questions(office.out);
  const auto found = std::ranges::find_if(questions, [&](const auto& one) { return one.proposal.id() == id; });
  if (found == questions.end()) throw Refused{409, "people-changed", "these documents have changed; look again"};
  const auto decision = decision_of(call, found->proposal);
  office.desk.note(
      batch::people_line(id, found->proposal.documents, decision ? &*decision : nullptr, call.who.name, office.now()));
  return get_people(office, call);
}

}  // namespace carescan::web

#include <algorithm>

#include "src/review/answers.hpp"
#include "src/review/api.hpp"
#include "src/review/people.hpp"
#include "src/review/quarantine.hpp"

namespace carescan::web {
namespace {

Json column_json(const review::Desk& desk, const review::Column& column) {
  if (column.form.empty())
    return {{"key", column.key}, {"form", ""},        {"form_title", "Several"}, {"label", few_label},
            {"kind", ""},        {"mode", "confirm"}, {"left", column.left},     {"taken", column.taken}};
  const FormTemplate& form = desk.form_of(column.key);
  const Field& field = field_of(form, column.field);
  return {{"key", column.key},
          {"form", form.id},
          {"form_title", form.title},
          {"label", column_label(form, field)},
          {"kind", to_string(field.kind)},
          {"mode", word_of(column.mode)},
          {"left", column.left},
          {"taken", column.taken}};
}

long people_left(const batch::OutFolder& out) {
  const std::vector<PeopleQuestion> questions = people_questions(out);
  return std::count_if(questions.begin(), questions.end(), [](const PeopleQuestion& one) { return !one.decision; });
}

}  // namespace

Json get_work(Office& office, const Call& call) {
  const review::Work work = office.desk.work(call.who.name);
  Json columns = Json::array();
  for (const review::Column& column : work.columns)
    if (column.mode != review::Mode::adjudicate && !column.among_few)
      columns.push_back(column_json(office.desk, column));
  return {{"reviewer", {{"name", call.who.name}}},
          {"reviewers", office.sessions.reviewers()},
          {"indexing", work.indexing},
          {"pending", work.pending},
          {"progress", progress_json(work.progress)},
          {"chain", chain_json(work)},
          {"columns", columns},
          {"adjudication", {{"left", work.adjudication}}},
          {"audit", {{"left", work.audit}}},
          {"quarantine", {{"left", waiting_pages(office.out)}}},
          {"people", {{"left", people_left(office.out)}}}};
}

}  // namespace carescan::web

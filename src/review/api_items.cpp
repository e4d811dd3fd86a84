#include <algorithm>

#include "src/review/answers.hpp"
#include "src/review/api.hpp"

namespace carescan::web {
namespace {

constexpr const char* adjudication = "adjudication";
constexpr const char* audit = "audit";
constexpr const char* few = "few";

/// The column as the work has it; nothing where nothing waits in it.
const review::Column* find_column(const review::Work& work, const std::string& key) {
  const auto column = std::ranges::find(work.columns, key, &review::Column::key);
  return column == work.columns.end() ? nullptr : &*column;
}

/// What is asked in a column, and how.
Json column_json(const review::Desk& desk, const std::string& key, const review::Column* column) {
  if (key == adjudication) return {{"key", key}, {"label", "Typed and read differ"}, {"mode", "adjudicate"}};
  if (key == audit) return {{"key", key}, {"label", "Check of what nobody had to look at"}, {"mode", "rekey"}};
  if (key == few) return {{"key", key}, {"label", few_label}, {"mode", "confirm"}};
  const FormTemplate& form = desk.form_of(key);
  const std::size_t before = form.id.size() + form.version.size() + 2;
  const Field& field = field_of(form, key.substr(std::min(before, key.size())));
  const review::Mode usual = field.critical ? review::Mode::rekey : review::Mode::confirm;
  Json out{{"key", key}, {"label", column_label(form, field)}};
  out.update(question_json(form, field, column == nullptr ? usual : column->mode));
  return out;
}

/// Each item of a column without questions of its own brings how it is asked.
Json with_question(Office& office, Json item, review::Mode mode) {
  const FormTemplate& form = office.desk.form_of(item["document"].get<std::string>());
  if (const Field* field = form.find(item["field"].get<std::string>()))
    item["question"] = question_json(form, *field, mode);
  return item;
}

}  // namespace

Json get_items(Office& office, const Call& call) {
  const std::string key = call.asked("column"), document = call.asked("document", "");
  const auto count = static_cast<std::size_t>(call.number("count", 24, 1, 200));
  const std::vector<review::Item> leased = office.desk.lease(call.who.name, key, count, document);
  Json items = Json::array();
  for (const review::Item& item : leased) {
    Json one = item_json(office, item);
    const bool mixed = key == adjudication || key == audit || key == few;
    items.push_back(mixed ? with_question(office, std::move(one), item.mode) : std::move(one));
  }
  const review::Work work = office.desk.work(call.who.name);
  const review::Column* column = find_column(work, key);
  const long left = key == adjudication ? work.adjudication
                    : key == audit      ? work.audit
                    : column == nullptr ? 0
                                        : column->left;
  return {{"column", column_json(office.desk, key, column)}, {"left", left}, {"items", items}};
}

}  // namespace carescan::web

#include "pipeline/review/desk.hpp"

#include <doctest/doctest.h>

#include <set>

#include "pipeline/batch/corrections.hpp"
#include "pipeline/batch/decision_chain.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/model/failure.hpp"
#include "tests/unit/review/desk_run.hpp"

using namespace carescan;
using namespace carescan::review;
using namespace carescan::test;

TEST_CASE("columns hold what waits and critical fields are typed blind") {
  DeskRun run(3);
  const auto desk = run.desk();
  const Work work = desk->work("Ann");
  CHECK_FALSE(work.indexing);
  CHECK(work.progress.left == 6);
  CHECK(work.progress.documents == 3);
  CHECK(work.progress.documents_left == 3);
  REQUIRE(work.columns.size() == 3);
  const auto& [blind, shown] = std::pair(work.columns[0], work.columns[1]);
  CHECK(blind.key == numbers);
  CHECK(blind.mode == Mode::rekey);
  CHECK(shown.key == surnames);
  CHECK(shown.mode == Mode::confirm);
  CHECK(shown.left == 3);
  CHECK(shown.among_few);
  CHECK_FALSE(blind.among_few);
  CHECK(work.columns[2].key == "few");
  CHECK(work.columns[2].left == 3);
}

TEST_CASE("values of which few wait stand on one screen and many keep a column of their own") {
  DeskRun run(9);
  std::vector<Reading> doubtful = review_readings();
  doubtful[1].confidence = doubtful[5].confidence = 0.4;
  for (int i = 20; i < 23; ++i) put_document(run.out, run.form, doubtful, i);
  const auto desk = run.desk();
  const auto few = desk->lease("Ann", "few", 50);
  std::map<std::string, int> fields;
  std::map<int, std::set<std::string>> asked;
  for (const Item& item : few) {
    ++fields[item.field.name];
    asked[item.group].insert(item.field.name);
    CHECK(item.mode == Mode::confirm);
  }
  CHECK(fields == std::map<std::string, int>{{"born", 3}, {"mobility", 3}});
  CHECK(asked.size() == 2);  // what is alike is alike within one question
  // They are Ann's, whichever way Bob comes.
  CHECK(desk->lease("Bob", "few", 50).empty());
  CHECK(desk->lease("Bob", "test-form/1.0/born", 50).empty());
  const auto columns = desk->work("Bob").columns;
  const auto found = std::ranges::find(columns, "few", &Column::key);
  REQUIRE(found != columns.end());
  CHECK(found->left == 6);
  CHECK(found->taken == 6);
  for (const Item& item : few) CHECK(decide(*desk, "Ann", answer(item, Action::confirm)) == Outcome::settled);
  CHECK(desk->lease("Ann", "few", 50).empty());
  const Undone undone = desk->undo("Ann").value();
  CHECK(desk->lease("Ann", "few", 50).at(0).field.name == undone.field);
  CHECK(desk->lease("Ann", surnames, 50).size() == 12);
}

TEST_CASE("like values come in one group") {
  DeskRun run(2);
  std::vector<Reading> other = review_readings();
  other[0].value = std::string("BELL");
  put_document(run.out, run.form, other, 7);
  const auto desk = run.desk();
  const auto items = desk->lease("Ann", surnames, 10);
  REQUIRE(items.size() == 3);
  std::map<int, int> sizes;
  for (const Item& item : items) ++sizes[item.group];
  CHECK(sizes == std::map<int, int>{{1, sizes[1]}, {2, 3 - sizes[1]}});
  CHECK((sizes[1] == 2 || sizes[1] == 1));
}

TEST_CASE("what else the ink may say is offered where the reading is shown and never where it is typed blind") {
  DeskRun run(2);
  const auto desk = run.desk();
  for (const Item& blind : desk->lease("Ann", numbers, 2)) {
    CHECK(blind.suggestions.others.empty());
    CHECK(blind.suggestions.completions.empty());
    CHECK(decide(*desk, "Ann", answer(blind, Action::enter, "9990000018")) == Outcome::settled);
  }
  const std::vector<Value> harden{std::string("HARDEN")}, both{std::string("Harden"), std::string("HARDEN")};
  const auto items = desk->lease("Ann", surnames, 2);
  REQUIRE(items.size() == 2);
  CHECK(items[0].suggestions.others == harden);
  // The other paper with the same NHS number says it, now that a person has found it there.
  CHECK(decide(*desk, "Ann", answer(items[0], Action::enter, "Harden")) == Outcome::settled);
  CHECK(desk->item(items[1].document, "surname").suggestions.others == both);
}

TEST_CASE("a value that is confirmed stands in record and bundle and CSV and nothing else changes") {
  DeskRun run(2);
  const auto desk = run.desk();
  desk->finish();
  batch::merge(run.out);
  const auto before = document_bytes(run.out);
  const Item item = desk->lease("Ann", surnames, 1).at(0);
  CHECK(decide(*desk, "Ann", answer(item, Action::confirm)) == Outcome::settled);
  desk->finish();

  const Record record = record_on_disk(run.out, item.document);
  const RecordField& surname = *record.find("surname");
  CHECK(surname.reviewed);
  CHECK(surname.reviewed_by == "Ann");
  CHECK(surname.value == Value(std::string("ARDEN")));
  CHECK_FALSE(surname.read_as);
  CHECK(surname.reasons == std::vector<std::string>{"low-confidence"});
  std::set<std::string> changed;
  for (const auto& [name, bytes] : document_bytes(run.out))
    if (before.at(name) != bytes) changed.insert(name);
  const std::string folder = "documents/" + item.document + "/";
  CHECK(changed == std::set<std::string>{folder + "bundle.json", folder + "record.json", "records.csv"});
  const Record old = records::record_from_json(before.at(folder + "record.json"), "before");
  for (const RecordField& field : record.fields)
    if (field.name != "surname")
      CHECK(records::to_json({.id = "x", .form = "", .version = "", .pages = {}, .fields = {field}, .issues = {}}) ==
            records::to_json(
                {.id = "x", .form = "", .version = "", .pages = {}, .fields = {*old.find(field.name)}, .issues = {}}));
}

TEST_CASE("a correction keeps what was read and undoing it restores every byte but the log") {
  DeskRun run(1);
  const auto desk = run.desk();
  desk->finish();
  batch::merge(run.out);
  const auto before = document_bytes(run.out);
  const Item item = desk->lease("Ann", surnames, 1).at(0);
  CHECK(decide(*desk, "Ann", answer(item, Action::enter, "Harden")) == Outcome::settled);
  desk->finish();
  const Record record = record_on_disk(run.out, run.ids[0]);
  const RecordField& surname = *record.find("surname");
  CHECK(surname.value == Value(std::string("Harden")));
  REQUIRE(surname.read_as);
  CHECK(surname.read_as->value == Value(std::string("ARDEN")));
  CHECK(surname.reasons == std::vector<std::string>{"low-confidence", "corrected"});
  CHECK(document_bytes(run.out) != before);

  const auto undone = desk->undo("Ann");
  REQUIRE(undone);
  CHECK(undone->field == "surname");
  CHECK(undone->column == surnames);
  desk->finish();
  CHECK(document_bytes(run.out) == before);
  CHECK(batch::read_chain(run.out).size() == 2);
  CHECK(batch::check_chain(batch::read_chain(run.out)).empty());
  CHECK_FALSE(desk->undo("Ann"));
}

TEST_CASE("a blind entry that is what was read settles the field and another waits for adjudication") {
  DeskRun run(2);
  const auto desk = run.desk();
  const auto items = desk->lease("Ann", numbers, 2);
  REQUIRE(items.size() == 2);
  CHECK(decide(*desk, "Ann", answer(items[0], Action::confirm)) == Outcome::refused);
  CHECK(decide(*desk, "Ann", answer(items[0], Action::enter, "999 000 0018")) == Outcome::settled);
  CHECK(decide(*desk, "Ann", answer(items[1], Action::enter, "9990000026")) == Outcome::adjudicate);
  Work work = desk->work("Ann");
  CHECK(work.adjudication == 1);
  CHECK(work.progress.rekeyed == 2);
  CHECK(work.progress.rekey_agreed == 1);
  desk->finish();
  CHECK_FALSE(record_on_disk(run.out, items[1].document).find("nhs_number")->reviewed);

  const Item both = desk->lease("Bob", "adjudication", 5).at(0);
  CHECK(both.mode == Mode::adjudicate);
  CHECK(both.typed == "999 000 0026");
  CHECK(both.typed_by == "Ann");
  CHECK(both.field.value == Value(std::string("9990000018")));
  CHECK(decide(*desk, "Bob", answer(both, Action::enter, both.typed_text)) == Outcome::settled);
  desk->finish();
  const Record record = record_on_disk(run.out, both.document);
  CHECK(record.find("nhs_number")->value == Value(std::string("9990000026")));
  CHECK(record.find("nhs_number")->reviewed_by == "Bob");
  CHECK(desk->work("Bob").adjudication == 0);
}

TEST_CASE("what a person found is what the rules count with") {
  DeskRun run(0);
  std::vector<Reading> readings = review_readings();
  readings[0].confidence = 0.999;
  readings[1] =
      carescan::test::reading("born", std::string("2038-02-28"), 0.999);  // after it was signed: both dates are asked
  const std::string id = put_document(run.out, run.form, readings, 1);
  const auto desk = run.desk();
  CHECK(desk->work("Ann").progress.left == 3);
  CHECK(desk->check(id, "born", "28/2/1938").findings.empty());
  const Checked odd = desk->check(id, "born", "28/2/2039");
  CHECK(odd.understood);
  REQUIRE_FALSE(odd.findings.empty());
  CHECK(odd.findings[0].code == "rule-order");
  const Item born = desk->lease("Ann", "test-form/1.0/born", 1).at(0);
  CHECK(decide(*desk, "Ann", answer(born, Action::enter, "28/2/1938")) == Outcome::settled);
  // The other date had been doubted for the sake of this one only.
  CHECK(desk->work("Ann").progress.left == 1);
  desk->finish();
  const Record record = record_on_disk(run.out, id);
  CHECK(record.find("signed_on")->accepted);
  CHECK(std::ranges::none_of(record.issues, [](const Issue& i) { return i.code == "rule-order"; }));
}

TEST_CASE("a text that is not understood is saved as written") {
  DeskRun run(1);
  const auto desk = run.desk();
  const Item born = desk->item(run.ids[0], "born");
  CHECK(decide(*desk, "Ann", answer(born, Action::enter, "31/02/1938")) == Outcome::settled);
  desk->finish();
  const Record record = record_on_disk(run.out, run.ids[0]);
  CHECK(record.find("born")->state == FieldState::illegible);
  CHECK(record.find("born")->value == Value());
  CHECK(record.find("born")->text == "31/02/1938");
  CHECK(record.find("born")->reviewed);
}

#include "pipeline/review/desk.hpp"

#include <doctest/doctest.h>

#include <set>
#include <thread>

#include "pipeline/batch/corrections.hpp"
#include "pipeline/batch/decision_chain.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/model/failure.hpp"
#include "tests/unit/review/support.hpp"

using namespace carescan;
using namespace carescan::review;
using namespace carescan::test;

namespace {

/// A run of some documents, in each of which the surname (doubtful) and the NHS number (critical) wait.
struct Run {
  explicit Run(int documents) {
    for (int i = 0; i < documents; ++i) ids.push_back(put_document(out, form, review_readings(), i));
  }
  Folder folder;
  batch::OutFolder out{folder.path() / "out"};
  FormTemplate form = review_form();
  std::vector<std::string> ids;
  Clock clock;

  std::unique_ptr<Desk> desk() {
    auto open = std::make_unique<Desk>(out, std::vector{form}, desk_options(clock));
    counted(*open);
    return open;
  }
};

const std::string surnames = "test-form/1.0/surname", numbers = "test-form/1.0/nhs_number";

Answer answer(const Item& item, Action action, const std::string& text = "") {
  return {item.document, item.field.name, item.version, action, text, 1.5};
}

Outcome decide(Desk& desk, const std::string& who, const Answer& one) {
  return desk.decide(who, {one}).at(0).outcome;
}

std::string resource_status(const std::string& bundle, const std::string& type) {
  const auto json = nlohmann::json::parse(bundle);
  for (const auto& entry : json.at("entry"))
    if (entry.at("resource").at("resourceType") == type) return entry.at("resource").value("status", "");
  return "";
}

}  // namespace

TEST_CASE("columns hold what waits and critical fields are typed blind") {
  Run run(3);
  const auto desk = run.desk();
  const Work work = desk->work("Ann");
  CHECK_FALSE(work.indexing);
  CHECK(work.progress.left == 6);
  CHECK(work.progress.documents == 3);
  CHECK(work.progress.documents_left == 3);
  REQUIRE(work.columns.size() == 2);
  const auto& [blind, shown] = std::pair(work.columns[0], work.columns[1]);
  CHECK(blind.key == numbers);
  CHECK(blind.mode == Mode::rekey);
  CHECK(shown.key == surnames);
  CHECK(shown.mode == Mode::confirm);
  CHECK(shown.left == 3);
}

TEST_CASE("like values come in one group") {
  Run run(2);
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

TEST_CASE("a value that is confirmed stands in record and bundle and CSV and nothing else changes") {
  Run run(2);
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
  Run run(1);
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
  Run run(2);
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
  Run run(0);
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
  Run run(1);
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

TEST_CASE("two reviewers never have the same item until one leaves it") {
  Run run(4);
  const auto desk = run.desk();
  const auto of = [](const std::vector<Item>& items) {
    std::set<std::string> ids;
    for (const Item& item : items) ids.insert(item.document);
    return ids;
  };
  const auto ann = of(desk->lease("Ann", surnames, 3)), bob = of(desk->lease("Bob", surnames, 3));
  CHECK(ann.size() == 3);
  CHECK(bob.size() == 1);
  for (const std::string& id : bob) CHECK_FALSE(ann.contains(id));
  CHECK(desk->work("Bob").columns.back().taken == 3);
  CHECK(of(desk->lease("Ann", surnames, 3)) == ann);

  Item taken = desk->item(*ann.begin(), "surname");
  CHECK(decide(*desk, "Bob", answer(taken, Action::confirm)) == Outcome::stale);
  run.clock.seconds = 121;  // Ann has closed her laptop
  CHECK(of(desk->lease("Bob", surnames, 4)).size() == 4);
  CHECK(desk->lease("Ann", surnames, 4).empty());
  desk->release("Bob");
  CHECK(desk->lease("Ann", surnames, 4).size() == 4);
}

TEST_CASE("a decision about something that has changed meanwhile is not written") {
  Run run(1);
  const auto desk = run.desk();
  const Item item = desk->lease("Ann", surnames, 1).at(0);
  CHECK(decide(*desk, "Ann", answer(item, Action::enter, "Harden")) == Outcome::settled);
  CHECK(decide(*desk, "Bob", answer(item, Action::confirm)) == Outcome::stale);
  CHECK(batch::read_chain(run.out).size() == 1);
  CHECK(decide(*desk, "Bob", {"no such", "surname", "", Action::confirm}) == Outcome::refused);
  CHECK(decide(*desk, "Bob", {run.ids[0], "no such", "", Action::confirm}) == Outcome::refused);
}

TEST_CASE("what another reviewer has said since is not undone") {
  Run run(1);
  const auto desk = run.desk();
  decide(*desk, "Ann", answer(desk->item(run.ids[0], "surname"), Action::enter, "Harden"));
  decide(*desk, "Bob", answer(desk->item(run.ids[0], "surname"), Action::enter, "Marden"));
  CHECK_FALSE(desk->undo("Ann"));
  REQUIRE(desk->undo("Bob"));
  desk->finish();
  CHECK(record_on_disk(run.out, run.ids[0]).find("surname")->value == Value(std::string("Harden")));
}

TEST_CASE("a review that was killed goes on with every decision and brings documents up to date") {
  Run run(2);
  const auto untouched = read_all(run.out.document(run.ids[0]) / "record.json");
  {
    const auto desk = run.desk();
    decide(*desk, "Ann", answer(desk->item(run.ids[0], "surname"), Action::enter, "Harden"));
    desk->finish();
  }
  // As if killed between the decision and what follows it.
  write_all(run.out.document(run.ids[0]) / "record.json", untouched);
  write_all(run.out.root / "review" / "pending" / run.ids[0], "");
  const auto desk = run.desk();
  CHECK(desk->work("Ann").progress.settled == 1);
  CHECK(desk->work("Ann").progress.mine == 1);
  CHECK(desk->work("Ann").progress.left == 3);
  desk->finish();
  CHECK(record_on_disk(run.out, run.ids[0]).find("surname")->value == Value(std::string("Harden")));
  CHECK(fs::is_empty(run.out.root / "review" / "pending"));
  CHECK(desk->undo("Ann"));
}

TEST_CASE("a source that is read again keeps what persons decided") {
  Run run(1);
  auto desk = run.desk();
  decide(*desk, "Ann", answer(desk->item(run.ids[0], "surname"), Action::enter, "Harden"));
  desk.reset();
  std::vector<Reading> again = review_readings();
  again[0].value = std::string("GARDEN");
  put_document(run.out, run.form, again, 0);  // as read leaves it, but for the corrections
  const auto lines = batch::read_corrections(run.out.corrections(run.ids[0]));
  CHECK(batch::decisions_of(lines, run.form).at("surname").value == Value(std::string("Harden")));
  FormTemplate moved = run.form;
  moved.fields[0].box.y += 40;
  CHECK(batch::decisions_of(lines, moved).empty());
  moved = run.form;
  moved.fields[0].kind = FieldKind::phone;
  CHECK(batch::decisions_of(lines, moved).empty());
}

TEST_CASE("one review at a time has a run open and a folder that is no run is refused") {
  Run run(1);
  const auto desk = run.desk();
  const auto code = [&](const batch::OutFolder& out) {
    try {
      Desk(out, {run.form}, desk_options(run.clock));
    } catch (const Failure& failure) {
      return failure.code;
    }
    return std::string();
  };
  CHECK(code(run.out) == "review-busy");
  CHECK(code({run.folder.path() / "nothing"}) == "out-missing");
}

TEST_CASE("a document whose form is not at hand is counted and not shown") {
  Run run(1);
  run.form.sha256 = std::string(64, '0');
  const auto desk = run.desk();
  CHECK(desk->work("Ann").progress.stale == 1);
  CHECK(desk->work("Ann").progress.left == 0);
  CHECK_THROWS_AS(desk->record(run.ids[0]), Failure);
}

TEST_CASE("many reviewers at once lose nothing") {
  Run run(12);
  const auto desk = run.desk();
  std::vector<std::thread> all;
  for (const char* who : {"Ann", "Bob", "Cem", "Dot"})
    all.emplace_back([&, who] {
      for (auto items = desk->lease(who, surnames, 2); !items.empty(); items = desk->lease(who, surnames, 2))
        for (const Item& item : items) CHECK(decide(*desk, who, answer(item, Action::confirm)) == Outcome::settled);
    });
  for (std::thread& one : all) one.join();
  desk->finish();
  CHECK(desk->work("Ann").progress.left == 12);
  CHECK(batch::read_chain(run.out).size() == 12);
  CHECK(batch::check_chain(batch::read_chain(run.out)).empty());
  for (const std::string& id : run.ids) CHECK(record_on_disk(run.out, id).find("surname")->reviewed);
}

TEST_CASE("the bundle says who has looked") {
  Run run(1);
  const auto desk = run.desk();
  const auto bundle = [&] { return read_all(run.out.document(run.ids[0]) / "bundle.json"); };
  CHECK(resource_status(bundle(), "QuestionnaireResponse") == "in-progress");
  for (const Field& field : run.form.fields) {
    const Item item = desk->item(run.ids[0], field.name);
    const bool blind = item.mode == Mode::rekey;
    CHECK(decide(*desk, "Ann", answer(item, blind ? Action::enter : Action::confirm, blind ? "9990000018" : "")) ==
          Outcome::settled);
  }
  desk->finish();
  CHECK(resource_status(bundle(), "QuestionnaireResponse") == "completed");
  CHECK(bundle().find("\"Verifier\"") != std::string::npos);
  CHECK(bundle().find("\"display\": \"Ann\"") != std::string::npos);

  const Item again = desk->item(run.ids[0], "surname");
  CHECK(decide(*desk, "Bob", answer(again, Action::enter, "Harden")) == Outcome::settled);
  desk->finish();
  CHECK(resource_status(bundle(), "QuestionnaireResponse") == "amended");
  CHECK(bundle().find("\"display\": \"Bob\"") != std::string::npos);
  CHECK(bundle().find("StructureDefinition/read-as") != std::string::npos);
  CHECK(desk->undo("Bob"));
  desk->finish();
  CHECK(resource_status(bundle(), "QuestionnaireResponse") == "completed");
}

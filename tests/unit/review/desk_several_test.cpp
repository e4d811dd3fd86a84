#include "pipeline/review/desk.hpp"

#include <doctest/doctest.h>

#include <set>
#include <thread>

#include "pipeline/batch/corrections.hpp"
#include "pipeline/batch/decision_chain.hpp"
#include "pipeline/batch/forget.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/model/failure.hpp"
#include "pipeline/review/queue.hpp"
#include "tests/unit/review/desk_run.hpp"

using namespace carescan;
using namespace carescan::review;
using namespace carescan::test;

namespace {

std::string resource_status(const std::string& bundle, const std::string& type) {
  const auto json = nlohmann::json::parse(bundle);
  for (const auto& entry : json.at("entry"))
    if (entry.at("resource").at("resourceType") == type) return entry.at("resource").value("status", "");
  return "";
}

}  // namespace

TEST_CASE("two reviewers never have the same item until one leaves it") {
  DeskRun run(4);
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
  DeskRun run(1);
  const auto desk = run.desk();
  const Item item = desk->lease("Ann", surnames, 1).at(0);
  CHECK(decide(*desk, "Ann", answer(item, Action::enter, "Harden")) == Outcome::settled);
  CHECK(decide(*desk, "Bob", answer(item, Action::confirm)) == Outcome::stale);
  CHECK(batch::read_chain(run.out).size() == 1);
  CHECK(decide(*desk, "Bob", {"no such", "surname", "", Action::confirm}) == Outcome::refused);
  CHECK(decide(*desk, "Bob", {run.ids[0], "no such", "", Action::confirm}) == Outcome::refused);
}

TEST_CASE("what another reviewer has said since is not undone") {
  DeskRun run(1);
  const auto desk = run.desk();
  decide(*desk, "Ann", answer(desk->item(run.ids[0], "surname"), Action::enter, "Harden"));
  decide(*desk, "Bob", answer(desk->item(run.ids[0], "surname"), Action::enter, "Marden"));
  CHECK_FALSE(desk->undo("Ann"));
  REQUIRE(desk->undo("Bob"));
  desk->finish();
  CHECK(record_on_disk(run.out, run.ids[0]).find("surname")->value == Value(std::string("Harden")));
}

TEST_CASE("a review that was killed goes on with every decision and brings documents up to date") {
  DeskRun run(2);
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
  DeskRun run(1);
  auto desk = run.desk();
  decide(*desk, "Ann", answer(desk->item(run.ids[0], "surname"), Action::enter, "Harden"));
  desk.reset();
  std::vector<Reading> again = review_readings();
  again[0].value = std::string("GARDEN");
  put_document(run.out, run.form, again, 0);  // as read leaves it, but for the corrections
  const auto lines = batch::read_corrections(run.out.corrections(run.ids[0]));
  std::vector<RecordPage> pages = record_on_disk(run.out, run.ids[0]).pages;
  CHECK(batch::decisions_of(lines, run.form, pages).at("surname").value == Value(std::string("Harden")));
  FormTemplate moved = run.form;
  moved.fields[0].box.y += 40;
  CHECK(batch::decisions_of(lines, moved, pages).empty());
  moved = run.form;
  moved.fields[0].kind = FieldKind::phone;
  CHECK(batch::decisions_of(lines, moved, pages).empty());

  // Pages may be put together otherwise, when one between them was named: what was read off another sheet is not this
  // person's.
  pages[0].source.page += 1;
  CHECK(batch::decisions_of(lines, run.form, pages).empty());
  pages[0].source.page -= 1;
  pages[0].source.sha256 = std::string(64, 'e');
  CHECK(batch::decisions_of(lines, run.form, pages).empty());
}

TEST_CASE("a document that goes away while review is open takes its questions along and nobody waits for it") {
  DeskRun run(3);
  const auto desk = run.desk();
  decide(*desk, "Ann", answer(desk->item(run.ids[1], "surname"), Action::enter, "Harden"));
  decide(*desk, "Ann", answer(desk->item(run.ids[0], "surname"), Action::enter, "Harden"));
  desk->finish();
  const std::string column = column_key(record_on_disk(run.out, run.ids[0]), "nhs_number");
  REQUIRE(desk->lease("Ann", column, 10).size() == 3);
  batch::forget_document(run.out, run.ids[0], "2026-01-02T03:04:05Z");
  CHECK(desk->lease("Ann", column, 10).size() == 2);
  CHECK(desk->lease("Bob", column, 1).empty());  // Ann has them
  const auto undone = desk->undo("Ann");
  REQUIRE(undone.has_value());
  CHECK(undone->document == run.ids[1]);
}

TEST_CASE("one review at a time has a run open and a folder that is no run is refused") {
  DeskRun run(1);
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
  DeskRun run(1);
  run.form.sha256 = std::string(64, '0');
  const auto desk = run.desk();
  CHECK(desk->work("Ann").progress.stale == 1);
  CHECK(desk->work("Ann").progress.left == 0);
  CHECK_THROWS_AS(desk->record(run.ids[0]), Failure);
}

TEST_CASE("many reviewers at once lose nothing") {
  DeskRun run(12);
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
  DeskRun run(1);
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

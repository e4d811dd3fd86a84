#include "pipeline/batch/decisions.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "pipeline/batch/ledger.hpp"
#include "pipeline/batch/merge.hpp"
#include "pipeline/batch/people.hpp"
#include "pipeline/batch/run_batch.hpp"
#include "pipeline/model/failure.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using batch::OutDecisions;
using batch::PageDecision;
using batch::PeopleDecision;
using Json = nlohmann::json;

namespace {

const std::string sha(64, 'c');

const PageDecision named{.form = "care-plan", .version = "2.0", .page = 3, .turn_deg = 180, .by = "Ann", .at = "t"};
const PageDecision aside{.set_aside = true, .by = "Ben", .at = "t"};

struct Out {
  test::Folder folder;
  batch::OutFolder out{folder.path()};
  void add(const std::string& line, const std::string& end = "\n") {
    test::write_all(out.decisions(),
                    (std::filesystem::exists(out.decisions()) ? test::read_all(out.decisions()) : "") + line + end);
  }
};

/// A document with a number that somebody stands behind, and ten boxes that make it look like any other.
Record paper(const std::string& id, const std::string& number, double tenth = 9) {
  Record record;
  record.id = id;
  record.form = "form";
  record.version = "1";
  const auto add = [&](const std::string& name, FieldKind kind, const Value& value) {
    RecordField field;
    field.name = field.label = name;
    field.kind = kind;
    field.state = FieldState::read;
    field.value = value;
    field.accepted = true;
    record.fields.push_back(field);
  };
  add("number", FieldKind::nhs_number, number);
  for (int i = 0; i < 9; ++i) add("n" + std::to_string(i), FieldKind::number, static_cast<double>(i));
  add("n9", FieldKind::number, tenth);
  return record;
}

const std::string ann = "9990000018", ben = "9990000026";

}  // namespace

TEST_CASE("the last decision about a page or people stands and reopened ones are gone") {
  Out run;
  CHECK(batch::read_decisions(run.out).pages.empty());
  run.add(batch::page_line(sha + "-p1", &aside, "Ben", "t"));
  run.add(batch::page_line(sha + "-p1", &named, "Ann", "t"));
  run.add(batch::page_line(sha + "-p2", &aside, "Ben", "t"));
  run.add(batch::page_line(sha + "-p3", &aside, "Ben", "t"));
  run.add(batch::page_line(sha + "-p3", nullptr, "Ben", "t"));
  const PeopleDecision same{.same = true, .keep = "a"}, different{.same = false};
  run.add(batch::people_line("one", {"a", "b"}, &same, "Ann", "t"));
  run.add(batch::people_line("two", {"a", "c"}, &different, "Ann", "t"));
  run.add(batch::people_line("three", {"a", "d"}, &same, "Ann", "t"));
  run.add(batch::people_line("three", {"a", "d"}, nullptr, "Ann", "t"));
  run.add(R"({"kind":"of another time","number":7})");
  run.add(batch::page_line(sha + "-p2", nullptr, "Ben", "t"), "");  // cut off: never acknowledged

  const OutDecisions decisions = batch::read_decisions(run.out);
  CHECK(decisions.pages.size() == 2);
  CHECK(decisions.named(sha + "-p1") == "care-plan 2.0 p3");
  CHECK(decisions.pages.at(sha + "-p1").turn_deg == 180);
  CHECK(decisions.pages.at(sha + "-p1").by == "Ann");
  CHECK(decisions.pages.at(sha + "-p2").set_aside);
  CHECK(decisions.named(sha + "-p2").empty());
  CHECK(decisions.named(sha + "-p3").empty());
  CHECK(decisions.people.size() == 2);
  CHECK(decisions.people.at("one").keep == "a");
  CHECK_FALSE(decisions.people.at("two").same);

  run.add("\n{\"kind\":\"page\"}");
  CHECK_THROWS_AS(batch::read_decisions(run.out), Failure);
}

TEST_CASE("a source is stale when what persons say of its pages has changed") {
  batch::LedgerEntry entry;
  entry.sha256 = sha;
  entry.made_by = "tool";
  entry.pages = {{1, batch::PageState::in_document, "", "d", "care-plan", 3, ""},
                 {2, batch::PageState::blank, "", "", "", 0, ""}};
  OutDecisions decisions;
  CHECK(batch::is_current(entry, "tool", {}, decisions));
  decisions.pages[sha + "-p2"] = aside;  // says nothing that a reading depends on
  CHECK(batch::is_current(entry, "tool", {}, decisions));
  decisions.pages[sha + "-p1"] = named;
  CHECK_FALSE(batch::is_current(entry, "tool", {}, decisions));
  entry.pages[0].named = named.named();
  CHECK(batch::is_current(entry, "tool", {}, decisions));
  decisions.pages.clear();
  CHECK_FALSE(batch::is_current(entry, "tool", {}, decisions));

  const std::string json = batch::to_json(entry);
  CHECK(batch::ledger_from_json(json, "x").pages[0].named == named.named());
  CHECK(batch::to_json(batch::ledger_from_json(json, "x")) == json);
}

TEST_CASE("a page set aside needs nobody and still counts as quarantined") {
  batch::Summary summary;
  summary.pages.quarantined = 2;
  summary.set_aside = 1;
  CHECK(summary.needs_person());
  summary.set_aside = 2;
  CHECK_FALSE(summary.needs_person());
  CHECK(Json::parse(batch::to_json(summary))["pages"]["quarantined"] == 2);
  CHECK(Json::parse(batch::to_json(summary))["set_aside"] == 2);
}

TEST_CASE("scans of one paper are held back until one counts and then the others for good") {
  const std::vector<Record> records{paper("a", ann), paper("b", ann), paper("c", ben, 4)};
  const std::vector<batch::Proposal> all = batch::proposals(records);
  REQUIRE(all.size() == 2);
  REQUIRE(all[0].kind == batch::Proposal::Kind::rescan);
  CHECK(all[0].documents == std::vector<std::string>{"a", "b"});
  CHECK(all[1].number == ann);
  CHECK(all[0].id() != all[1].id());
  CHECK(batch::Proposal{all[0].kind, {"b", "a"}}.id() == all[0].id());
  CHECK(batch::Proposal{all[0].kind, {"a", "b", "c"}}.id() != all[0].id());

  OutDecisions decisions;
  using Ids = std::set<std::string>;
  CHECK(batch::held_for_people(records, decisions) == Ids{"a", "b"});
  decisions.people[all[0].id()] = {.same = true, .keep = "b"};
  CHECK(batch::held_for_people(records, decisions) == Ids{"a"});
  CHECK(Json::parse(batch::people_json(records, decisions))["rescans"].empty());
  decisions.people[all[0].id()] = {.same = false};
  CHECK(batch::held_for_people(records, decisions).empty());
  decisions.people[all[1].id()] = {.same = false};  // one number, two people: a number is wrong
  CHECK(batch::held_for_people(records, decisions) == Ids{"a", "b"});
  const Json people = Json::parse(batch::people_json(records, decisions))["people"];
  CHECK(people[0]["decided"] == true);
  CHECK(people[0]["same"] == false);
  CHECK(people[1]["decided"] == false);
}

TEST_CASE("people.json gives its proposals back with and without decisions") {
  const std::vector<Record> records{paper("a", ann), paper("b", ann), paper("c", ben, 4)};
  OutDecisions decisions;
  const auto ids = [&] {
    std::vector<std::string> out;
    for (const auto& one : batch::proposals_of(batch::people_json(records, decisions), "people.json"))
      out.push_back(one.id());
    return out;
  };
  const std::vector<std::string> before = ids();
  CHECK(before.size() == 2);
  decisions.people[before[0]] = {.same = true, .keep = "a"};
  CHECK(ids() == before);
  for (const char* bad : {"", "{}", R"({"people":[{}],"rescans":[]})", R"({"people":[],"rescans":[7]})"})
    CHECK_THROWS_AS(batch::proposals_of(bad, "people.json"), Failure);
}

#include "pipeline/batch/research.hpp"

#include <chrono>

#include "pipeline/batch/deidentify.hpp"
#include "pipeline/batch/research_values.hpp"
#include "pipeline/model/failure.hpp"
#include "tests/unit/batch/research_support.hpp"

using namespace research_tests;

namespace {

const std::string key = "the provider's own key, kept apart from it";
const std::string ann = "9990000018", ben = "9990000026", cy = "9990000034";

/// A care plan of which only what is said here is in it.
Record plan(const std::string& number, const std::string& born, const std::string& planned) {
  Record record = believed(form("care-plan"), {});
  record.id = records::uuid_v5(number + planned);
  say(record, "nhs_number", number);
  say(record, "date_of_birth", born);
  say(record, "plan_date", planned);
  return record;
}

int days_between(const std::string& one, const std::string& other) {
  const auto day = [](const std::string& iso) {
    using namespace std::chrono;
    return sys_days(year(std::stoi(iso.substr(0, 4))) / std::stoi(iso.substr(5, 2)) / std::stoi(iso.substr(8, 2)));
  };
  return static_cast<int>((day(other) - day(one)).count());
}

/// The one value of a field in an extract of one document.
std::string only_value(Run& run, const std::string& field, const std::string& of = "extract") {
  const auto values = values_of(run, field, of);
  return values.size() == 1 ? values.begin()->second : fmt::format("{} values", values.size());
}

std::string age_in(Run& run, const std::string& of = "extract") {
  return rows(run.bytes("documents.csv", of)).at(1).at(4);
}

}  // namespace

TEST_CASE("dates of a person move together by whole days of their own") {
  Run run;
  Record first = plan(ann, "1940-05-06", "2026-03-01");
  say(first, "review_date", std::string("2026-09-01"));
  run.add(first);
  run.add(plan(ann, "1940-05-06", "2026-04-11"));
  run.add(plan(ben, "1941-05-06", "2026-03-01"));
  run.extract({key, {}});
  const auto planned = values_of(run, "plan_date");
  const auto reviewed = values_of(run, "review_date");
  REQUIRE(planned.size() == 3);
  REQUIRE(reviewed.size() == 1);
  const batch::Pseudonyms names(key);
  const std::string first_plan = names.person(ann) + " " + names.document(first.id);
  CHECK(days_between(planned.at(first_plan), reviewed.begin()->second) == days_between("2026-03-01", "2026-09-01"));
  const std::string second = names.person(ann) + " " + names.document(run.records[1].id);
  CHECK(days_between(planned.at(first_plan), planned.at(second)) == days_between("2026-03-01", "2026-04-11"));
  CHECK(names.days_back(ann) != names.days_back(ben));
  for (const auto& [who, date] : planned) {
    CHECK(date < "2026-04-11");
    CHECK(date >= "2025-03-01");
  }
}

TEST_CASE("pseudonyms hang on the key and on the person and on nothing else") {
  const batch::Pseudonyms names(key), again(key), others(key + "x");
  CHECK(names.person(ann) == again.person(ann));
  CHECK(names.person(ann) != others.person(ann));
  CHECK(names.person(ann) != names.person(ben));
  CHECK(names.person(ann) != names.document(ann));
  CHECK(names.person(ann).size() == 32);
  for (int i = 0; i < 2000; ++i) {
    const int days = names.days_back(std::to_string(i));
    CHECK(days >= 1);
    CHECK(days <= 365);
  }
}

TEST_CASE("dates cross years and leap days; ages over 89 are one group") {
  CHECK(batch::days_earlier("2024-03-01", 1) == "2024-02-29");
  CHECK(batch::days_earlier("2026-01-01", 365) == "2025-01-01");
  CHECK(batch::age_group("1940-05-06", "2026-05-05") == "85");
  CHECK(batch::age_group("1940-05-06", "2026-05-06") == "86");
  CHECK(batch::age_group("1936-05-06", "2026-05-05") == "89");
  CHECK(batch::age_group("1936-05-06", "2026-05-06") == "90+");
  CHECK(batch::age_group("1910-05-06", "2026-05-06") == "90+");
  CHECK(batch::age_group("2026-05-07", "2026-05-06").empty());
  CHECK(batch::age_group("1826-05-07", "2026-05-06").empty());
}

TEST_CASE("a postcode leaves its area alone") {
  CHECK(batch::postcode_area("LS1 4AP") == "LS");
  CHECK(batch::postcode_area("W1A 1AA") == "W");
  CHECK(batch::postcode_area("EC1A1BB") == "EC");
  for (const char* other : {"", "LS", "12 High Street", "ls1 4ap", "LS1 4AP Leeds"})
    CHECK(batch::postcode_area(other).empty());
  Run run;
  Record record = plan(ann, "1940-05-06", "2026-03-01");
  say(record, "postcode", std::string("LS1 4AP"));
  run.add(record);
  run.extract({key, {}});
  CHECK(only_value(run, "postcode") == "LS");
}

TEST_CASE("the age is that on the latest date of the paper") {
  Run run;
  run.add(plan(ann, "1940-05-06", "2021-03-01"));
  run.extract({key, {}});
  CHECK(age_in(run) == "80");

  Run future;  // a date to come is not when it was written
  Record record = plan(ann, "1940-05-06", "2026-03-01");
  say(record, "review_date", std::string("2027-08-01"));
  future.add(record);
  future.extract({key, {}});
  CHECK(age_in(future) == "85");
}

TEST_CASE("only what is accepted or reviewed is in an extract") {
  Run run;
  Record record = plan(ann, "1940-05-06", "2026-03-01");
  say(record, "weight_kg", 61.5);
  say(record, "height_cm", 160.0);
  field_of(record, "weight_kg").accepted = false;
  field_of(record, "height_cm").accepted = false;
  field_of(record, "height_cm").reviewed = true;
  run.add(record);
  run.extract({key, {}});
  CHECK(only_value(run, "weight_kg") == "0 values");
  CHECK(only_value(run, "height_cm") == "160");

  // A date of birth in doubt gives no age.
  Run doubted;
  field_of(record, "date_of_birth").accepted = false;
  doubted.add(record);
  doubted.extract({key, {}});
  CHECK(age_in(doubted).empty());
}

TEST_CASE("what nobody measured and no form lists stays out") {
  Record record = plan(ann, "1940-05-06", "2026-03-01");
  say(record, "weight_kg", 7700900123.0);                 // a number that something is called by
  say(record, "gender", std::string("Margaret"));         // no answer of the form
  say(record, "measured_on", std::string("1940-05-06"));  // the date of birth in another place
  say(record, "page_2_date_of_birth", std::string("1940-06-05"));
  say(record, "review_date", std::string("2026-02-30"));
  for (const batch::ResearchValue& value : batch::research_values(record, form("care-plan"), 10)) {
    CAPTURE(value.field);
    for (const char* name : {"weight_kg", "measured_on", "page_2_date_of_birth", "date_of_birth", "review_date"})
      CHECK(value.field != name);
    if (value.field == "gender") CHECK(value.value.empty());
    CHECK(value.value.find("Margaret") == std::string::npos);
  }
}

TEST_CASE("people on the opt-out list and people nobody knows are left out") {
  Run run;
  run.add(plan(ann, "1940-05-06", "2026-03-01"));
  run.add(plan(ben, "1941-05-06", "2026-03-02"));
  Record doubted = plan(cy, "1942-05-06", "2026-03-03");
  field_of(doubted, "nhs_number").accepted = false;
  run.add(doubted);
  Record maybe = plan(cy, "1943-05-06", "2026-03-04");  // it may say the number of somebody on the list
  field_of(maybe, "nhs_number").alternatives = {{ann, ann, 0.2}};
  run.add(maybe);

  const batch::ResearchCount all = run.extract({key, {}}, "all");
  CHECK(all.documents == 4);
  CHECK_FALSE(all.needs_person());
  CHECK(run.bytes("README.txt", "all").find("NO OPT-OUT LIST WAS GIVEN") != std::string::npos);

  const batch::ResearchCount some = run.extract({key, batch::opted_out("# of today\n999 000 0018\r\n\n", "list")});
  CHECK(some.documents == 1);
  CHECK(some.opted_out == 2);
  CHECK(some.nobody_knows == 1);
  CHECK(some.needs_person());
  const batch::Pseudonyms names(key);
  CHECK(run.bytes("documents.csv").find(names.person(ben)) != std::string::npos);
  CHECK(run.bytes("documents.csv").find(names.person(ann)) == std::string::npos);
}

TEST_CASE("a wrong line of an opt-out list is told by its place and stops it") {
  CHECK(batch::opted_out("9990000018\n999-000-0026", "list").size() == 2);
  try {
    batch::opted_out("9990000018\n9990000019\n", "list.txt");
    FAIL("a wrong number was taken");
  } catch (const Failure& failure) {
    CHECK(failure.code == "opt-out-invalid");
    CHECK(failure.why.find("line 2") != std::string::npos);
    CHECK((failure.why + failure.hint).find("999") == std::string::npos);
  }
}

TEST_CASE("two papers of one scan and a form that is not at hand are left out and counted") {
  Run run;
  const Record record = filled("care-plan", 100, ann);
  Record twin = record;
  twin.id = records::uuid_v5("twin");
  run.add(record);
  run.add(twin);
  Record other = plan(ben, "1940-05-06", "2026-03-01");
  other.version = "0.9";
  run.add(other);
  const batch::ResearchCount count = run.extract({key, {}});
  CHECK(count.held == 2);
  CHECK(count.without_form == 1);
  CHECK(count.documents == 0);
  CHECK(count.needs_person());
}

TEST_CASE("the readme counts whom few are like") {
  Run run;
  for (int i = 0; i < 5; ++i) {
    Record record = plan("", "1940-05-06", fmt::format("2026-03-{:02}", i + 10));
    record.id = records::uuid_v5(std::to_string(i));
    run.add(record);
  }
  run.add(plan(ben, "1930-05-06", "2026-03-01"));
  const batch::ResearchCount count = run.extract({key, {}});
  CHECK(count.people == 6);
  CHECK(count.alone == 1);
  CHECK(count.few == 1);
  CHECK(run.bytes("README.txt").find("1 of 6 people share their age") != std::string::npos);
}

TEST_CASE("the same run and key give the same bytes") {
  Run run;
  run.add(filled("falls-risk", 101, ann));
  run.add(filled("observations", 102, ben));
  run.extract({key, {}}, "one");
  run.extract({key, {}}, "two");
  CHECK(test::contents(run.folder / "one") == test::contents(run.folder / "two"));
}

#include "pipeline/rehearsal/person.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "pipeline/records/decide.hpp"
#include "pipeline/rehearsal/made_up.hpp"
#include "pipeline/rehearsal/people.hpp"
#include "tests/unit/rehearsal/test_form.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

namespace {

const Field& named(const FormTemplate& form, const std::string& name) {
  return *form.find(name);
}

}  // namespace

TEST_CASE("people are 74 to 100 years old with names of their own") {
  std::set<std::string> names;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Person person = meet(Chance(seed));
    CHECK(records::is_calendar_date(person.birth));
    const int born = std::stoi(person.birth.substr(0, 4));
    CHECK(born >= 1924);
    CHECK(born <= 1953);
    CHECK_FALSE(person.given.empty());
    CHECK_FALSE(person.family.empty());
    names.insert(person.given + " " + person.family);
  }
  CHECK(names.size() > 120);
}

TEST_CASE("what people write passes the checks of its kind") {
  const FormTemplate form = test::small_form();
  const std::regex postcode("[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}"), phone("0[0-9]{10}");
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Chance chance(seed);
    const Person person = meet(chance.fork("person"));
    const auto written = [&](const char* name) { return made_up_writing(form, named(form, name), person, chance); };
    const std::string nhs = written("nhs_number");
    CHECK(records::is_nhs_number(nhs));
    CHECK(nhs.starts_with("999"));
    CHECK(std::regex_match(written("postcode"), postcode));
    CHECK(std::regex_match(written("phone"), phone));
    CHECK(std::stod(written("weight_kg")) > 20);
    CHECK(std::stod(written("weight_kg")) < 250);
    CHECK(written("date_of_birth") == person.birth);
    CHECK(records::is_calendar_date(written("person_signed_on")));
  }
}

TEST_CASE("times are times of the day and rise from row to row") {
  const FormTemplate form = test::small_form();
  Field time = test::comb("notes[1].time", FieldKind::comb, 20, 4);
  time.table = "notes", time.column = "time";
  std::string last;
  for (time.row = 1; time.row <= 12; ++time.row) {
    Chance chance(static_cast<std::uint64_t>(time.row));
    const std::string written = made_up_writing(form, time, meet(chance.fork("person")), chance);
    CHECK(std::regex_match(written, std::regex("([01][0-9]|2[0-3])[0-5][0-9]")));
    CHECK(written > last);
    last = written;
  }
}

TEST_CASE("medicines are started before they are stopped") {
  const FormTemplate form = test::small_form();
  const Field started = test::comb("started", FieldKind::date, 20, 6),
              stopped = test::comb("stopped", FieldKind::date, 30, 6);
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Chance chance(seed);
    const Person person = meet(chance.fork("person"));
    CHECK(made_up_writing(form, started, person, chance) < made_up_writing(form, stopped, person, chance));
  }
}

TEST_CASE("dates lie between those that the field's rules name") {
  Field field = test::comb("seen_on", FieldKind::date, 20, 8);
  FieldRule first, last;
  first.rule = "not_before", first.argument = "1999-12-30";
  last.rule = "not_after", last.argument = "2000-01-02";
  field.rules = {first, last};
  const FormTemplate form = test::small_form();
  std::set<std::string> dates;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Chance chance(seed);
    dates.insert(made_up_writing(form, field, meet(chance.fork("person")), chance));
  }
  CHECK(dates == std::set<std::string>{"1999-12-30", "1999-12-31", "2000-01-01", "2000-01-02"});
  last.argument = "plan_date";  // the date of another field is not known here
  field.rules = {first, last};
  Chance chance(1);
  const Person person = meet(chance.fork("person"));
  CHECK(made_up_writing(form, field, person, chance) == iso_date(person.plan_day));
}

TEST_CASE("numbers without a range are of any length that the cells hold") {
  Field field = test::comb("count", FieldKind::number, 20, 4);
  field.decimals = 1;
  const FormTemplate form = test::small_form();
  std::set<std::size_t> lengths;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Chance chance(seed);
    const std::string number = made_up_writing(form, field, meet(chance.fork("person")), chance);
    CHECK(number[number.size() - 2] == '.');
    CHECK(std::stod(number) >= 1);
    lengths.insert(number.size());
  }
  CHECK(lengths == std::set<std::size_t>{3, 4, 5});
}

TEST_CASE("a comb with a lexicon holds one of its words whole and in capitals where it asks for them") {
  const test::ScratchFolder scratch("lexicon");
  std::filesystem::create_directories(scratch.path / "lexicons");
  std::ofstream(scratch.path / "lexicons/towns.txt") << "Bath\nMilton Keynes\nKing's Lynn\nHull\n";
  FormTemplate form = test::small_form();
  form.folder = scratch.path;
  Field field = test::comb("town", FieldKind::comb, 20, 6);
  field.lexicon = "towns";
  std::set<std::string> capitals, letters;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Chance chance(seed);
    const Person person = meet(chance.fork("person"));
    field.alphabet = "capitals";
    capitals.insert(made_up_writing(form, field, person, chance));
    field.alphabet = "letters";
    letters.insert(made_up_writing(form, field, person, chance));
  }
  CHECK(capitals == std::set<std::string>{"BATH", "HULL"});  // the others do not fit, or hold more than letters
  CHECK(letters == std::set<std::string>{"Bath", "Hull"});
}

TEST_CASE("the same name and date of birth stand wherever they are asked for") {
  FormTemplate form = test::small_form();
  form.fields.push_back(test::comb("page_2_date_of_birth", FieldKind::date, 20, 8));
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Chance chance(seed);
    const Person person = meet(chance.fork("person"));
    CHECK(made_up_writing(form, named(form, "surname"), person, chance) == person.family);
    CHECK(made_up_writing(form, named(form, "page_2_date_of_birth"), person, chance) == person.birth);
  }
}

TEST_CASE("codes are those of the options and rarely two where one is allowed") {
  const FormTemplate form = test::small_form();
  int two = 0, several = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Chance chance(seed);
    const Person person = meet(chance.fork("person"));
    const auto one = made_up_codes(named(form, "colour"), person, chance);
    two += one.size() > 1 ? 1 : 0;
    const auto many = made_up_codes(named(form, "colours"), person, chance);
    several += many.size() > 1 ? 1 : 0;
    CHECK(std::set<std::string>(many.begin(), many.end()).size() == many.size());
    for (const std::string& code : many) CHECK((code == "red" || code == "green" || code == "blue"));
  }
  CHECK(two < 40);
  CHECK(several > 40);
}

TEST_CASE("the shipped form's made-up name strips are the person of page 1") {
  FormTemplate form = test::small_form();
  form.fields.push_back(test::field("given_names", FieldKind::text, {20, 200, 80, 8}));
  form.fields.push_back(test::field("page_2_name", FieldKind::text, {20, 20, 80, 8}, 2));
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Chance chance(seed);
    const Person person = meet(chance.fork("person"));
    const std::string strip = made_up_writing(form, named(form, "page_2_name"), person, chance);
    CHECK(strip.find(person.family) != std::string::npos);
  }
}

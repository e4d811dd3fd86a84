#include "pipeline/rehearsal/made_up.hpp"

#include <doctest/doctest.h>

#include <regex>

#include "pipeline/records/decide.hpp"
#include "pipeline/rehearsal/people.hpp"
#include "tests/unit/rehearsal/test_form.hpp"

using namespace carescan;
using namespace carescan::rehearsal;

TEST_CASE("made-up NHS numbers are of the test range and valid") {
  Chance chance(1);
  for (int i = 0; i < 200; ++i) {
    const std::string number = made_up_nhs_number(chance);
    CHECK(number.substr(0, 3) == "999");
    CHECK(records::is_nhs_number(number));
  }
}

TEST_CASE("made-up phones are eleven digits of the ranges kept for drama") {
  Chance chance(2);
  const std::regex drama("(07700900|02079460|01[1-6][0-9]4960|01914980|01632960|02890180|02920180)[0-9]{3}");
  for (int i = 0; i < 200; ++i) CHECK(std::regex_match(made_up_phone(chance), drama));
}

TEST_CASE("made-up postcodes have the pattern of postcodes") {
  Chance chance(3);
  const std::regex pattern("[A-Z]{1,2}[0-9]{1,2} [0-9][ABD-HJLNP-UW-Z]{2}");
  for (int i = 0; i < 200; ++i) CHECK(std::regex_match(made_up_postcode(chance), pattern));
}

TEST_CASE("days become calendar dates") {
  CHECK(iso_date(0) == "2026-01-01");
  CHECK(iso_date(-1) == "2025-12-31");
  CHECK(iso_date(789) == "2028-02-29");
}

TEST_CASE("calendar dates become days again") {
  for (const int day : {-36500, -1, 0, 59, 60, 1000}) CHECK(day_of(iso_date(day)) == day);
}

TEST_CASE("a person's dates follow each other") {
  const FormTemplate form = test::small_form();
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Chance chance(seed);
    const auto wishes = make_up(form, chance);
    const std::string &born = wishes.at("date_of_birth").text, &signed_on = wishes.at("person_signed_on").text;
    if (!born.empty()) CHECK(records::is_calendar_date(born));
    if (!born.empty() && !signed_on.empty()) CHECK(born < signed_on);
  }
}

TEST_CASE("a ticked none box leaves its list empty and rows fill from the top") {
  const FormTemplate form = test::small_form();
  int ticked = 0, listed = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Chance chance(seed);
    const auto wishes = make_up(form, chance);
    const bool none = wishes.at("no_known_allergies").marked;
    const bool first = !wishes.at("allergy_1_substance").empty(), second = !wishes.at("allergy_2_substance").empty();
    if (none) CHECK_FALSE((first || second));
    ticked += none ? 1 : 0;
    listed += first ? 1 : 0;
  }
  CHECK(ticked > 20);
  CHECK(listed > 50);
}

TEST_CASE("a ticked none box leaves empty what a rule of the form sets against it") {
  FormTemplate form = test::small_form();
  form.fields.push_back(test::field("front", FieldKind::drawing, {20, 200, 40, 60}));
  form.rules.push_back({"exclusive", {"no_known_allergies", "front"}, ""});
  int drawn = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Chance chance(seed);
    const auto wishes = make_up(form, chance);
    if (wishes.at("no_known_allergies").marked) CHECK_FALSE(wishes.at("front").marked);
    drawn += wishes.at("front").marked ? 1 : 0;
  }
  CHECK(drawn > 60);
}

TEST_CASE("nobody dates a line that is not signed") {
  const FormTemplate form = test::small_form();
  int unsigned_forms = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    Chance chance(seed);
    const auto wishes = make_up(form, chance);
    if (wishes.at("person_signature").marked) continue;
    ++unsigned_forms;
    CHECK(wishes.at("person_signed_on").empty());
  }
  CHECK(unsigned_forms > 10);
}

TEST_CASE("a later page has the number of the first page or none") {
  FormTemplate form = test::small_form();
  Field strip = *form.find("nhs_number");
  strip.name = "page_2_nhs_number", strip.page = 2;
  form.fields.push_back(strip);
  form.rules.push_back({"same_person", {"nhs_number", "page_2_nhs_number"}, ""});
  int both = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Chance chance(seed);
    const auto wishes = make_up(form, chance);
    const std::string &first = wishes.at("nhs_number").text, &later = wishes.at("page_2_nhs_number").text;
    if (first.empty() || later.empty()) continue;
    CHECK(first == later);
    ++both;
  }
  CHECK(both > 40);
}

TEST_CASE("required fields are mostly filled and optional ones about half") {
  FormTemplate form = test::small_form();
  form.fields[0].required = true;
  int required = 0, optional = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Chance chance(seed);
    const auto wishes = make_up(form, chance);
    required += wishes.at("surname").empty() ? 0 : 1;
    optional += wishes.at("postcode").empty() ? 0 : 1;
  }
  CHECK(required > 360);
  CHECK(optional > 160);
  CHECK(optional < 280);
}

#include "pipeline/drafting/naming.hpp"

#include <doctest/doctest.h>

using namespace carescan;
using namespace carescan::drafting;

namespace {

Field comb(int cells, double gap_after_every = 0) {
  Field field;
  double x = 10;
  for (int i = 0; i < cells; ++i) {
    field.cells.push_back({x, 20, 5, 8});
    x += 5 + (gap_after_every > 0 && i % 2 == 1 && i < 4 ? gap_after_every : 0);
  }
  field.box = {10, 20, x - 10, 8};
  return field;
}

FieldKind kind(Field field, const std::string& label, const std::string& hint = "", int rules = 0) {
  guess_kind(field, label, hint, rules);
  return field.kind;
}

}  // namespace

TEST_CASE("names: a label becomes lower-case words without how to fill it in") {
  CHECK(name_of("What matters to me") == "what_matters_to_me");
  CHECK(name_of("3. Is afraid of falling (tick one)") == "is_afraid_of_falling");
  CHECK(name_of("8 Needs and goals") == "needs_and_goals");
  CHECK(name_of("Person’s name") == "persons_name");
  CHECK(name_of("Situação") == "situacao");
  CHECK(name_of("12") == "question_12");
  CHECK(name_of("6x1 Tratamentos AL") == "n6x1_tratamentos_al");
  CHECK(name_of("...") == "");
  CHECK(name_of("Four medicines or more, or any that make the person drowsy") ==
        "four_medicines_or_more_or_any_that_make");
}

TEST_CASE("names: what every form has in other words has one name") {
  for (const char* label : {"Surname", "Last name:", "Family Name"}) CHECK(name_of(label) == "surname");
  for (const char* label : {"D.O.B.", "Date of birth DD/MM/YYYY", "Birth date"})
    CHECK(name_of(label) == "date_of_birth");
  CHECK(name_of("NHS No.") == "nhs_number");
  CHECK(name_of("Forename(s)") == "given_names");
  CHECK(name_of("Surname of next of kin") == "surname_of_next_of_kin");
}

TEST_CASE("names: one is used once and codes are never empty") {
  std::set<std::string> taken;
  CHECK(unused("phone", taken) == "phone");
  CHECK(unused("phone", taken) == "phone_2");
  CHECK(unused("phone", taken) == "phone_3");
  const std::string unbroken(80, 'a');
  CHECK(unused(unbroken, taken).size() <= 64);
  CHECK(unused(unbroken, taken).size() <= 64);
  CHECK(code_of("Not known", 1) == "not_known");
  CHECK(code_of("–", 3) == "option_3");
}

TEST_CASE("kinds: combs by their cells and words") {
  CHECK(kind(comb(8), "Date of birth") == FieldKind::date);
  CHECK(kind(comb(6, 3), "") == FieldKind::date);
  CHECK(kind(comb(6), "Room") == FieldKind::comb);
  CHECK(kind(comb(10), "NHS number") == FieldKind::nhs_number);
  CHECK(kind(comb(7), "Postcode") == FieldKind::postcode);
  CHECK(kind(comb(11), "Phone") == FieldKind::phone);
  CHECK(kind(comb(3), "Weight in kg") == FieldKind::number);
  Field american = comb(8);
  guess_kind(american, "Date", "MM DD YYYY", 0);
  CHECK(american.layout == "MMDDYYYY");
}

TEST_CASE("kinds: boxes by their height and words") {
  Field line, high;
  line.box = {10, 10, 80, 8};
  high.box = {10, 10, 80, 24};
  CHECK(kind(line, "Town") == FieldKind::text);
  CHECK(kind(line, "Date") == FieldKind::date);
  CHECK(kind(line, "Signed") == FieldKind::signature);
  CHECK(kind(line, "Initials") == FieldKind::initials);
  CHECK(kind(line, "First name and initial") == FieldKind::text);
  CHECK(kind(high, "Member of staff: signature") == FieldKind::signature);
  CHECK(kind(high, "What happened") == FieldKind::paragraph);
  guess_kind(high, "What happened", "", 2);
  CHECK(high.lines == 3);
}

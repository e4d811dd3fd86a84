#include "pipeline/records/person_marks.hpp"

#include <doctest/doctest.h>

#include "pipeline/records/likeness.hpp"
#include "support.hpp"

using namespace carescan;
using namespace carescan::records;
using namespace carescan::test;

namespace {

/// Page 1 has name, birth date and NHS number; pages 2 and 3 a name strip, page 2 a birth date too.
FormTemplate three_pages() {
  FormTemplate f =
      form({field("given", FieldKind::text), field("surname", FieldKind::text), field("born", FieldKind::date),
            field("number", FieldKind::nhs_number), field("name_2", FieldKind::text), field("born_2", FieldKind::date),
            field("name_3", FieldKind::text), field("number_3", FieldKind::nhs_number)},
           {{"same_person", {"given", "surname", "name_2"}, ""},
            {"same_person", {"given", "surname", "name_3"}, ""},
            {"same_person", {"born", "born_2"}, ""}});
  return f;
}

Reading draft(const std::string& name, const std::string& text) {
  Reading r = reading(name, text);
  r.text = text;
  return r;
}

using Page = std::vector<Reading>;

Owner owner(const Page& a, const Page& b) {
  const FormTemplate f = three_pages();
  return same_owner(person_marks(f, a), person_marks(f, b));
}

Page first_page(const std::string& given, const std::string& surname) {
  return {draft("given", given), draft("surname", surname), draft("born", ""), draft("number", "")};
}

}  // namespace

TEST_CASE("letters leave what differs from page to page out") {
  CHECK(letters("Margaret-Anne O'Neill 2") == "margaretanneoneill2");
  CHECK(letters(" .-").empty());
}

TEST_CASE("likeness is one less edits by length") {
  CHECK(likeness("okonkwo", "okonkwo") == doctest::Approx(1));
  CHECK(likeness("okonkwo", "okonkvo") == doctest::Approx(1 - 1.0 / 7));
  CHECK(likeness("abc", "xyz") == doctest::Approx(0));
}

TEST_CASE("given the same name in either order the owner is the same") {
  CHECK(owner(first_page("Margaret", "Okonkwo"), {draft("name_2", "Margaret Okonkvo")}) == Owner::same);
  CHECK(owner(first_page("Margaret", "Okonkwo"), {draft("name_3", "OKONKWO, Margaret")}) == Owner::same);
  CHECK(owner({draft("name_2", "Margaret Okonkwo")}, {draft("name_3", "Margaret Okonkwo")}) == Owner::same);
}

TEST_CASE("given another name the owner differs and half a name is unclear") {
  CHECK(owner(first_page("Margaret", "Okonkwo"), {draft("name_2", "Bryn Pettigrew")}) == Owner::differs);
  CHECK(owner(first_page("Margaret", "Okonkwo"), {draft("name_2", "Joan Okonkwo")}) == Owner::unclear);
}

TEST_CASE("what is empty or not on both pages says nothing") {
  CHECK(owner(first_page("", ""), {draft("name_2", "Bryn Pettigrew")}) == Owner::unclear);
  CHECK(owner(first_page("Margaret", "Okonkwo"), {draft("name_2", "")}) == Owner::unclear);
  CHECK(owner({draft("born_2", "03021938")}, {draft("name_3", "Bryn Pettigrew")}) == Owner::unclear);
  CHECK(owner({}, {}) == Owner::unclear);
  CHECK(person_marks(three_pages(), {draft("name_2", "Al")}).empty());
}

TEST_CASE("a name and a birth date that say different things are unclear together") {
  const Page one{draft("given", "Margaret"), draft("surname", "Okonkwo"), draft("born", "03021938")};
  CHECK(owner(one, {draft("name_2", "Margaret Okonkwo"), draft("born_2", "03021938")}) == Owner::same);
  CHECK(owner(one, {draft("name_2", "Margaret Okonkwo"), draft("born_2", "27111954")}) == Owner::unclear);
  CHECK(owner(one, {draft("name_2", "Bryn Pettigrew"), draft("born_2", "27111954")}) == Owner::differs);
}

TEST_CASE("two NHS numbers with right check digits settle it whatever the names say") {
  const Page one{draft("given", "Margaret"), draft("surname", "Okonkwo"), draft("number", "943 476 5919")};
  CHECK(owner(one, {draft("name_3", "Margaret Okonkwo"), draft("number_3", "9434765870")}) == Owner::other);
  CHECK(owner(one, {draft("number_3", "9434765919")}) == Owner::same);
  // Misread: the check digit is wrong, so it is only as good as a name.
  CHECK(owner(one, {draft("number_3", "9434165919")}) == Owner::same);
  CHECK(owner(one, {draft("name_3", "Margaret Okonkwo"), draft("number_3", "9434165910")}) == Owner::same);
}

TEST_CASE("short names alike are no proof") {
  CHECK(owner({draft("name_2", "Ng Li")}, {draft("name_3", "Ng Li")}) == Owner::unclear);
}

TEST_CASE("names and dates are compared by the form's rules and NHS numbers are not") {
  const auto marks = person_marks(three_pages(), {draft("given", "Margaret"), draft("surname", "Okonkwo"),
                                                  draft("born", "1931-02-04"), draft("number", "943 476 5919")});
  REQUIRE(marks.size() == 3);
  CHECK(is_compared_by_rule(marks[0]));
  CHECK(is_compared_by_rule(marks[1]));
  CHECK_FALSE(is_compared_by_rule(marks[2]));
}

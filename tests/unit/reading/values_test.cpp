#include <doctest/doctest.h>

#include "pipeline/reading/writing.hpp"

using namespace carescan;
using namespace carescan::reading;

namespace {

using Reasons = std::vector<std::string>;

Field field(FieldKind kind) {
  Field f;
  f.kind = kind;
  return f;
}

/// The reading of a comb with these cells, or of free writing with this text.
Reading from_cells(const Field& f, const std::string& cells) {
  Reading reading;
  reading.state = FieldState::read;
  set_value(f, cells, reading);
  return reading;
}

Reading from_text(FieldKind kind, const std::string& text) {
  Reading reading;
  reading.state = FieldState::read;
  reading.text = text;
  set_value(field(kind), "", reading);
  return reading;
}

Field date(const std::string& layout) {
  Field f = field(FieldKind::date);
  f.layout = layout;
  return f;
}

Field number(int decimals) {
  Field f = field(FieldKind::number);
  f.decimals = decimals;
  return f;
}

FieldRule limit(const std::string& rule, const std::string& argument) {
  FieldRule made;
  made.rule = rule, made.argument = argument;
  return made;
}

}  // namespace

TEST_CASE("date cells become ISO by the layout") {
  CHECK(from_cells(date("DDMMYYYY"), "31121949").value == Value(std::string("1949-12-31")));
  CHECK(from_cells(date("YYYYMMDD"), "19491231").value == Value(std::string("1949-12-31")));
  CHECK(from_cells(date("MMDDYYYY"), "12311949").value == Value(std::string("1949-12-31")));
  CHECK(from_cells(date(""), "31121949").value == Value(std::string("1949-12-31")));
}

TEST_CASE("two-digit years follow the rule and are asked") {
  const Reading old = from_cells(date("DDMMYY"), "311249"), older = from_cells(date("DDMMYY"), "311250");
  CHECK(old.value == Value(std::string("2049-12-31")));
  CHECK(older.value == Value(std::string("1950-12-31")));
  CHECK(old.reasons == Reasons{"two-digit-year"});
}

TEST_CASE("the form's rules place a two-digit year where they leave one century") {
  Field seen = date("DDMMYY");
  seen.rules = {limit("not_before", "2000-01-01")};
  const Reading recent = from_cells(seen, "311287");
  CHECK(recent.value == Value(std::string("2087-12-31")));  // the rule's century, whatever is likely
  CHECK(recent.reasons.empty());
  seen.rules = {limit("not_after", "1999-12-31")};
  CHECK(from_cells(seen, "010324").value == Value(std::string("1924-03-01")));
  CHECK(from_cells(seen, "010324").reasons.empty());
  seen.rules = {limit("not_before", "1930-01-01")};
  CHECK(from_cells(seen, "010324").reasons.empty());
  CHECK(from_cells(seen, "010344").reasons == Reasons{"two-digit-year"});
  seen.rules = {limit("not_before", "date_of_birth")};
  CHECK(from_cells(seen, "010324").reasons == Reasons{"two-digit-year"});
}

TEST_CASE("a date with an empty cell is incomplete and has no value") {
  const Reading r = from_cells(date("DDMMYYYY"), "3 121949");
  CHECK(r.state == FieldState::illegible);
  CHECK(r.value == Value());
  CHECK(r.reasons == Reasons{"incomplete"});
}

TEST_CASE("a date that is not in the calendar keeps its digits for the rules to doubt") {
  CHECK(from_cells(date("DDMMYYYY"), "31022024").value == Value(std::string("2024-02-31")));
}

TEST_CASE("a free date is day before month") {
  CHECK(from_text(FieldKind::date, "3/4/2024").value == Value(std::string("2024-04-03")));
  CHECK(from_text(FieldKind::date, " 03-04-2024 ").value == Value(std::string("2024-04-03")));
  CHECK(from_text(FieldKind::date, "3.4.24").reasons == Reasons{"two-digit-year"});
  CHECK(from_text(FieldKind::date, "tomorrow").reasons == Reasons{"not-a-date"});
}

TEST_CASE("number cells take the printed point from the template") {
  CHECK(from_cells(number(1), " 725").value == Value(72.5));
  CHECK(from_cells(number(1), "1025").value == Value(102.5));
  CHECK(from_cells(number(0), "  8").value == Value(8.0));
  CHECK(from_cells(number(1), " 72 ").value == Value(72.0));
}

TEST_CASE("a hole in a number is incomplete and letters are no number") {
  CHECK(from_cells(number(1), "1 25").reasons == Reasons{"incomplete"});
  CHECK(from_cells(number(2), "12 5").reasons == Reasons{"incomplete"});
  CHECK(from_cells(number(0), "1O2").reasons == Reasons{"not-a-number"});
  CHECK(from_cells(number(1), "   5").state == FieldState::illegible);
}

TEST_CASE("a free number may have a point or a comma") {
  CHECK(from_text(FieldKind::number, "72.5").value == Value(72.5));
  CHECK(from_text(FieldKind::number, "72,5").value == Value(72.5));
  CHECK(from_text(FieldKind::number, "-3").value == Value(-3.0));
  CHECK(from_text(FieldKind::number, "1500").value == Value(1500.0));
  for (const char* unclear : {"72.5kg", "1,500", "12,000,000", "72 5"})
    CHECK_MESSAGE(from_text(FieldKind::number, unclear).reasons == Reasons{"not-a-number"}, unclear);
}

TEST_CASE("postcodes get capitals and one space and NHS numbers lose theirs") {
  CHECK(from_cells(field(FieldKind::postcode), "LS1 4AP").value == Value(std::string("LS1 4AP")));
  CHECK(from_cells(field(FieldKind::postcode), "SW1A1AA").value == Value(std::string("SW1A 1AA")));
  CHECK(from_text(FieldKind::postcode, "ls14ap").value == Value(std::string("LS1 4AP")));
  CHECK(from_text(FieldKind::nhs_number, "999 476 5914").value == Value(std::string("9994765914")));
  CHECK(from_cells(field(FieldKind::nhs_number), "99947659 4").reasons == Reasons{"incomplete"});
}

TEST_CASE("ink without characters is illegible and not blank") {
  const Reading nothing = from_text(FieldKind::text, ""), half = from_cells(field(FieldKind::comb), "A?C");
  CHECK(nothing.state == FieldState::illegible);
  CHECK(nothing.reasons == Reasons{"no-characters"});
  CHECK(half.state == FieldState::illegible);
  CHECK(half.text == "A?C");
}

TEST_CASE("the alphabet comes from the field or else from its kind") {
  Field f = field(FieldKind::nhs_number);
  CHECK(alphabet_of(f) == "0123456789");
  f.alphabet = "capitals";
  CHECK(alphabet_of(f) == "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  f.alphabet = "+-012";
  CHECK(alphabet_of(f) == "+-012");
  CHECK(alphabet_of(field(FieldKind::text)).empty());
}

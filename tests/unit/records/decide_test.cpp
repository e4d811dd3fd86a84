#include <doctest/doctest.h>

#include "support.hpp"

using namespace carescan;
using namespace carescan::test;

TEST_CASE("a clear mark is accepted and carries no reason") {
  const Record r = record_of(form({field("consent", FieldKind::checkbox)}), {reading("consent", true)});
  CHECK(r.fields.at(0).accepted);
  CHECK(r.fields[0].reasons.empty());
  CHECK(r.fields[0].value == Value(true));
  CHECK(r.fields[0].label == "Label of consent");
  CHECK(r.issues.empty());
}

TEST_CASE("a critical field is never accepted and critical is its only reason when all else is well") {
  Field cpr = field("cpr", FieldKind::choice);
  cpr.critical = true;
  const Record r = record_of(form({cpr}), {reading("cpr", std::string("no"))});
  CHECK_FALSE(r.fields.at(0).accepted);
  CHECK(r.fields[0].reasons == Reasons{"critical"});
}

TEST_CASE("below the threshold a person is asked") {
  const FormTemplate f = form({field("a", FieldKind::checkbox), field("b", FieldKind::text)});
  const Record r = record_of(f, {reading("a", false, 0.89), blank("b", 0.5)});
  CHECK(r.fields.at(0).reasons == Reasons{"low-confidence"});
  CHECK(r.fields.at(1).reasons == Reasons{"low-confidence"});
}

TEST_CASE("the default policy asks paragraphs, and lines that could be clearer, and accepts clear marks and blanks") {
  const FormTemplate f = form({field("needs", FieldKind::paragraph), field("tick", FieldKind::checkbox),
                               field("empty", FieldKind::text), field("name", FieldKind::text),
                               field("place", FieldKind::text)});
  const Record r = records::make_record("id", f, {page(1)},
                                        {reading("needs", std::string("Rest"), 0.999), reading("tick", true),
                                         blank("empty"), reading("name", std::string("Ada"), 0.99),
                                         reading("place", std::string("Leeds"), 0.996)},
                                        records::default_policy());
  CHECK(r.fields.at(0).reasons == Reasons{"kind-not-accepted"});
  CHECK(r.fields.at(1).accepted);
  CHECK(r.fields.at(2).accepted);
  CHECK(r.fields.at(3).reasons == Reasons{"low-confidence"});
  CHECK(r.fields.at(4).accepted);
}

TEST_CASE("the default policy accepts a sure comb and asks the same kind on a free line") {
  Field comb = field("born", FieldKind::date);
  comb.cells.resize(8);
  const FormTemplate f = form({comb, field("died", FieldKind::date), [&] {
                                 Field doubtful = comb;
                                 doubtful.name = "seen";
                                 return doubtful;
                               }()});
  const Value day = std::string("1942-02-20");
  const Record r =
      records::make_record("id", f, {page(1)}, {reading("born", day), reading("died", day), reading("seen", day, 0.9)},
                           records::default_policy());
  CHECK(r.fields.at(0).accepted);
  CHECK(r.fields.at(1).reasons == Reasons{"kind-not-accepted"});
  CHECK(r.fields.at(2).reasons == Reasons{"low-confidence"});
}

TEST_CASE("a kind that the policy has no threshold for is not below one") {
  const Record r = records::make_record("id", form({field("name", FieldKind::paragraph)}), {page(1)},
                                        {reading("name", std::string("Ada"), 0.3)}, records::default_policy());
  CHECK(r.fields.at(0).reasons == Reasons{"kind-not-accepted"});
  const Record empty = records::make_record("id", form({field("name", FieldKind::text)}), {page(1)},
                                            {blank("name", 0.3)}, records::default_policy());
  CHECK(empty.fields.at(0).reasons == Reasons{"low-confidence"});
}

TEST_CASE("a date that is in no calendar keeps its text and loses its value") {
  Reading born = reading("born", std::string("1942-02-30"));
  born.text = "30021942";
  born.alternatives = {{std::string("1942-02-20"), "20021942", 0.2}, {std::string("1942-02-31"), "31021942", 0.1}};
  const Record r = record_of(form({field("born", FieldKind::date)}), {born});
  const RecordField& f = r.fields.at(0);
  CHECK(f.state == FieldState::illegible);
  CHECK(f.value == Value());
  CHECK(f.text == "30021942");
  CHECK_FALSE(f.accepted);
  CHECK(f.reasons == Reasons{"calendar", "illegible"});
  REQUIRE(f.alternatives.size() == 1);
  CHECK(f.alternatives[0].value == Value(std::string("1942-02-20")));
  REQUIRE(r.issues.size() == 1);
  CHECK(r.issues[0].code == "calendar");
  CHECK(r.issues[0].message.find("1942") == std::string::npos);
}

TEST_CASE("a doubt of the reader asks a person however sure the reader is") {
  Reading faint = reading("tick", true, 1.0);
  faint.reasons = {"mark-faint"};
  const Record r = record_of(form({field("tick", FieldKind::checkbox)}), {faint});
  CHECK_FALSE(r.fields.at(0).accepted);
  CHECK(r.fields[0].reasons == Reasons{"mark-faint"});
}

TEST_CASE("illegible and ambiguous are asked even at full confidence") {
  Reading two = reading("sex", std::monostate{}, 1.0), scrawl = reading("name", std::monostate{}, 1.0);
  two.state = FieldState::ambiguous;
  scrawl.state = FieldState::illegible;
  const Record r = record_of(form({field("sex", FieldKind::choice), field("name", FieldKind::text)}), {two, scrawl});
  CHECK(r.fields.at(0).reasons == Reasons{"ambiguous"});
  CHECK(r.fields.at(1).reasons == Reasons{"illegible"});
}

TEST_CASE("a required field left empty is asked") {
  Field name = field("name", FieldKind::text);
  name.required = true;
  const Record r = record_of(form({name}), {blank("name")});
  CHECK(r.fields.at(0).state == FieldState::blank);
  CHECK(r.fields[0].reasons == Reasons{"required-blank"});
}

TEST_CASE("a required signature that is not there is asked") {
  Field signature = field("signature", FieldKind::signature);
  signature.required = true;
  const Record r = record_of(form({signature}), {reading("signature", false)});
  CHECK(r.fields.at(0).reasons == Reasons{"required-blank"});
}

TEST_CASE("given a missing page it becomes an issue and its fields are left out") {
  FormTemplate f = form({field("a", FieldKind::checkbox), field("b", FieldKind::checkbox)});
  f.pages.push_back({2, 210, 297});
  f.fields[1].page = 2;
  const Record r = record_of(f, {reading("a", true)});
  REQUIRE(r.fields.size() == 1);
  REQUIRE(r.issues.size() == 1);
  CHECK(r.issues[0].code == "page-missing");
  CHECK(r.issues[0].page == 2);
}

TEST_CASE("all fields of a page whose printing lies unevenly are asked and those of other pages are not") {
  FormTemplate f = form({field("a", FieldKind::checkbox), field("b", FieldKind::checkbox)});
  f.pages.push_back({2, 210, 297});
  f.fields[1].page = 2;
  RecordPage flat = page(1), uneven = page(2);
  flat.residual_mm = 0.39, uneven.residual_mm = 0.53;
  const Record r = records::make_record("id", f, {flat, uneven}, {reading("a", true), reading("b", true)},
                                        records::default_policy());
  CHECK(r.fields.at(0).accepted);
  CHECK(r.fields.at(1).reasons == Reasons{"page-uneven"});
  REQUIRE(r.issues.size() == 1);
  CHECK(r.issues[0].code == "page-uneven");
  CHECK(r.issues[0].page == 2);
}

TEST_CASE("a field without a reading is an error of ours") {
  CHECK_THROWS_AS(record_of(form({field("a", FieldKind::checkbox)}), {}), std::logic_error);
}

TEST_CASE("the NHS number check digit is modulus 11 and no number of ten equal digits counts") {
  CHECK(records::is_nhs_number("9990000018"));
  CHECK(records::is_nhs_number("9994765914"));
  CHECK_FALSE(records::is_nhs_number("9994765913"));
  CHECK_FALSE(records::is_nhs_number("9949765914"));  // two digits swapped
  CHECK_FALSE(records::is_nhs_number("0000000000"));
  CHECK_FALSE(records::is_nhs_number("999476591"));
  CHECK_FALSE(records::is_nhs_number("999 476 5914"));
}

TEST_CASE("dates follow the Gregorian calendar") {
  CHECK(records::is_calendar_date("2024-02-29"));
  CHECK(records::is_calendar_date("2000-02-29"));
  CHECK_FALSE(records::is_calendar_date("1900-02-29"));
  CHECK_FALSE(records::is_calendar_date("2023-04-31"));
  CHECK_FALSE(records::is_calendar_date("2023-13-01"));
  CHECK_FALSE(records::is_calendar_date("2023-1-01"));
  CHECK_FALSE(records::is_calendar_date("2023-00-10"));
}

#include <doctest/doctest.h>

#include "support.hpp"

using namespace carescan;
using namespace carescan::test;

namespace {

Reasons reasons_of_value(FieldKind kind, const std::string& value) {
  return record_of(form({field("f", kind)}), {reading("f", value)}).fields.at(0).reasons;
}

Field with_rule(Field f, FieldRule rule) {
  f.rules.push_back(std::move(rule));
  return f;
}

Reasons reasons_of_rule(FieldKind kind, FieldRule rule, Value value) {
  return record_of(form({with_rule(field("f", kind), std::move(rule))}), {reading("f", std::move(value))})
      .fields.at(0)
      .reasons;
}

}  // namespace

TEST_CASE("values that cannot be are asked and never changed") {
  CHECK(reasons_of_value(FieldKind::nhs_number, "9994765913") == Reasons{"checksum"});
  CHECK(reasons_of_value(FieldKind::nhs_number, "9994765914").empty());
  CHECK(reasons_of_value(FieldKind::date, "2023-02-30") == Reasons{"calendar", "illegible"});
  CHECK(reasons_of_value(FieldKind::date, "1042-02-03") == Reasons{"implausible-date"});
  CHECK(reasons_of_value(FieldKind::date, "1942-02-03").empty());
  CHECK(reasons_of_value(FieldKind::postcode, "LS1 4AP").empty());
  CHECK(reasons_of_value(FieldKind::postcode, "SW1A 1AA").empty());
  CHECK(reasons_of_value(FieldKind::postcode, "L51 4A9") == Reasons{"pattern"});
  CHECK(reasons_of_value(FieldKind::phone, "0113 496 0123").empty());
  CHECK(reasons_of_value(FieldKind::phone, "+44 113 496 0123").empty());
  CHECK(reasons_of_value(FieldKind::phone, "113 496") == Reasons{"pattern"});
  const Record r = record_of(form({field("f", FieldKind::nhs_number)}), {reading("f", std::string("9994765913"))});
  CHECK(r.fields.at(0).value == Value(std::string("9994765913")));
  REQUIRE(r.issues.size() == 1);
  CHECK(r.issues[0].code == "checksum");
  CHECK(r.issues[0].message.find("9994765913") == std::string::npos);
}

TEST_CASE("more characters than the field has room for are asked and UTF-8 counts as characters") {
  Field f = field("f", FieldKind::text);
  f.max_length = 4;
  CHECK(record_of(form({f}), {reading("f", std::string("Zoë"))}).fields.at(0).accepted);
  CHECK(record_of(form({f}), {reading("f", std::string("Robin"))}).fields.at(0).reasons == Reasons{"too-long"});
}

TEST_CASE("a range holds for numbers and for codes of a scale") {
  const FieldRule range{"range", 0, 10, ""};
  CHECK(reasons_of_rule(FieldKind::number, range, 10.0).empty());
  CHECK(reasons_of_rule(FieldKind::number, range, 10.5) == Reasons{"rule-range"});
  CHECK(reasons_of_rule(FieldKind::scale, range, std::string("11")) == Reasons{"rule-range"});
  CHECK(reasons_of_rule(FieldKind::number, {"range", {}, 5, ""}, -3.0).empty());
}

TEST_CASE("a pattern is tried on the whole text and a broken pattern is told") {
  CHECK(reasons_of_rule(FieldKind::text, {"pattern", {}, {}, "[A-Z]{2}[0-9]+"}, std::string("AB12")).empty());
  CHECK(reasons_of_rule(FieldKind::text, {"pattern", {}, {}, "[A-Z]{2}[0-9]+"}, std::string("xAB12")) ==
        Reasons{"rule-pattern"});
  CHECK(reasons_of_rule(FieldKind::text, {"pattern", {}, {}, "(["}, std::string("AB12")) == Reasons{"rule-unknown"});
}

TEST_CASE("not_before and not_after compare with a date") {
  const FieldRule after{"not_before", {}, {}, "2020-01-01"};
  CHECK(reasons_of_rule(FieldKind::date, after, std::string("2020-01-01")).empty());
  CHECK(reasons_of_rule(FieldKind::date, after, std::string("2019-12-31")) == Reasons{"rule-not_before"});
  CHECK(reasons_of_rule(FieldKind::date, {"not_after", {}, {}, "2020-01-01"}, std::string("2020-01-02")) ==
        Reasons{"rule-not_after"});
}

TEST_CASE("not_before with another field doubts both fields and says nothing when one is blank") {
  const Field review = with_rule(field("review", FieldKind::date), {"not_before", {}, {}, "made"});
  const FormTemplate f = form({field("made", FieldKind::date), review});
  const Record bad =
      record_of(f, {reading("made", std::string("2024-05-02")), reading("review", std::string("2024-05-01"))});
  CHECK(bad.fields.at(0).reasons == Reasons{"rule-not_before"});
  CHECK(bad.fields.at(1).reasons == Reasons{"rule-not_before"});
  REQUIRE(bad.issues.size() == 1);
  CHECK(bad.issues[0].field == "review");
  const Record open = record_of(f, {blank("made"), reading("review", std::string("2024-05-01"))});
  CHECK(open.fields.at(1).accepted);
}

TEST_CASE("a rule that this version does not know asks a person") {
  CHECK(reasons_of_rule(FieldKind::text, {"sounds_like", {}, {}, ""}, std::string("x")) == Reasons{"rule-unknown"});
}

TEST_CASE("order is checked between neighbours and names the pair that breaks it") {
  const FormTemplate f = form({field("a", FieldKind::date), field("b", FieldKind::date), field("c", FieldKind::date)},
                              {{"order", {"a", "b", "c"}, "The review comes after the start."}});
  const Record r = record_of(f, {reading("a", std::string("2024-01-01")), reading("b", std::string("2024-03-01")),
                                 reading("c", std::string("2024-02-01"))});
  CHECK(r.fields.at(0).accepted);
  CHECK(r.fields.at(1).reasons == Reasons{"rule-order"});
  CHECK(r.fields.at(2).reasons == Reasons{"rule-order"});
  REQUIRE(r.issues.size() == 1);
  CHECK(r.issues[0].message == "The review comes after the start.");
}

TEST_CASE("exclusive doubts all that are answered") {
  const FormTemplate f =
      form({field("a", FieldKind::checkbox), field("b", FieldKind::checkbox), field("c", FieldKind::checkbox)},
           {{"exclusive", {"a", "b", "c"}, ""}});
  const Record two = record_of(f, {reading("a", true), reading("b", false), reading("c", true)});
  CHECK(two.fields.at(0).reasons == Reasons{"rule-exclusive"});
  CHECK(two.fields.at(1).accepted);
  CHECK(two.fields.at(2).reasons == Reasons{"rule-exclusive"});
  const Record one = record_of(f, {reading("a", true), reading("b", false), reading("c", false)});
  CHECK(one.issues.empty());
}

TEST_CASE("a broken rule asks what may be wrong and not what is surely read beside something doubtful") {
  const FormTemplate f =
      form({field("a", FieldKind::number), field("b", FieldKind::number), field("total", FieldKind::number)},
           {{"sum", {"a", "b", "total"}, ""}});
  const auto asked = [&](double a, double b, double total) {
    std::string names;
    for (const RecordField& field :
         record_of(f, {reading("a", 2.0, a), reading("b", 1.0, b), reading("total", 4.0, total)}).fields)
      if (!field.accepted) names += field.name;
    return names;
  };
  CHECK(asked(0.999, 0.999, 0.999) == "abtotal");
  CHECK(asked(0.999, 0.5, 0.999) == "b");
  // What is asked of `a`, 0.9, is no longer given where `b` is hardly less sure: one of both is wrong.
  CHECK(asked(0.97, 0.89, 0.999) == "ab");
  CHECK(asked(0.999, 0.89, 0.5) == "btotal");
}

TEST_CASE("where a person has confirmed what was doubtful a rule that is still broken asks the others") {
  const FormTemplate f =
      form({field("a", FieldKind::number), field("total", FieldKind::number)}, {{"sum", {"a", "total"}, ""}});
  const std::vector<Reading> readings{reading("a", 2.0, 0.5), reading("total", 4.0)};
  const auto total = [&](const Decisions& decisions) {
    return records::make_record("id", f, {page(1)}, readings, accept_all(), decisions).fields.at(1);
  };
  CHECK(total({}).accepted);
  CHECK(total({{"a", {FieldState::read, 2.0, {}, {}, {}}}}).reasons == Reasons{"rule-sum"});
  CHECK(total({{"a", {FieldState::read, 4.0, {}, {}, {}}}}).accepted);
}

TEST_CASE("a rule that is broken asks somebody whatever the policy") {
  const FormTemplate f =
      form({field("a", FieldKind::number), field("total", FieldKind::number)}, {{"sum", {"a", "total"}, ""}});
  records::Policy lenient = accept_all();
  lenient.accept_inked[FieldKind::number] = 0.4;
  const Record r =
      records::make_record("id", f, {page(1)}, {reading("a", 2.0, 0.9), reading("total", 4.0, 0.9)}, lenient);
  for (const RecordField& field : r.fields) CHECK(field.reasons == Reasons{"rule-sum"});
}

TEST_CASE("if_then asks when the first is affirmed and the second is empty") {
  const FormTemplate f =
      form({field("has", FieldKind::choice), field("what", FieldKind::text)}, {{"if_then", {"has", "what"}, ""}});
  const Record bad = record_of(f, {reading("has", std::string("yes")), blank("what")});
  CHECK(bad.fields.at(0).reasons == Reasons{"rule-if_then"});
  CHECK(bad.fields.at(1).reasons == Reasons{"rule-if_then"});
  CHECK(record_of(f, {reading("has", std::string("no")), blank("what")}).issues.empty());
  CHECK(record_of(f, {reading("has", std::string("yes")), reading("what", std::string("x"))}).issues.empty());
  CHECK(record_of(f, {blank("has"), blank("what")}).issues.empty());
}

TEST_CASE("the last field of a sum is the total") {
  const FormTemplate f =
      form({field("a", FieldKind::scale), field("b", FieldKind::number), field("total", FieldKind::number)},
           {{"sum", {"a", "b", "total"}, ""}});
  CHECK(record_of(f, {reading("a", std::string("2")), reading("b", 1.0), reading("total", 3.0)}).issues.empty());
  const Record r = record_of(f, {reading("a", std::string("2")), reading("b", 1.0), reading("total", 4.0)});
  REQUIRE(r.issues.size() == 1);
  for (const RecordField& field : r.fields) CHECK(field.reasons == Reasons{"rule-sum"});
}

namespace {

FormTemplate allergies() {
  Field box = field("none_known", FieldKind::none_box);
  box.ties = "allergies";
  return form({field("allergies", FieldKind::text), box});
}

}  // namespace

TEST_CASE("a ticked none_box makes the empty list none") {
  const Record r = record_of(allergies(), {blank("allergies"), reading("none_known", true)});
  CHECK(r.fields.at(0).state == FieldState::none);
  CHECK(r.fields.at(0).accepted);
  CHECK(r.fields.at(1).accepted);
}

TEST_CASE("an unticked none_box leaves the list blank") {
  const Record r = record_of(allergies(), {blank("allergies"), reading("none_known", false)});
  CHECK(r.fields.at(0).state == FieldState::blank);
}

TEST_CASE("a ticked none_box beside ink asks about both") {
  const Record r = record_of(allergies(), {reading("allergies", std::string("nuts")), reading("none_known", true)});
  CHECK(r.fields.at(0).state == FieldState::read);
  CHECK(r.fields.at(0).reasons == Reasons{"none-contradiction"});
  CHECK(r.fields.at(1).reasons == Reasons{"none-contradiction"});
  REQUIRE(r.issues.size() == 1);
  CHECK(r.issues[0].code == "none-contradiction");
}

TEST_CASE("a doubtful tick in a none_box never declares anything empty") {
  const Record r = record_of(allergies(), {blank("allergies"), reading("none_known", true, 0.6)});
  CHECK(r.fields.at(0).state == FieldState::blank);
  CHECK(r.fields.at(0).reasons == Reasons{"none-unsure"});
  CHECK(r.fields.at(1).reasons == Reasons{"low-confidence"});
}

#include "pipeline/batch/rescans.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace carescan;

namespace {

RecordField field(const std::string& name, FieldKind kind, Value value) {
  RecordField out;
  out.name = name;
  out.kind = kind;
  out.state = FieldState::read;
  out.value = std::move(value);
  out.accepted = true;
  return out;
}

/// A made-up form: an NHS number, a date, ten boxes and a line of writing.
Record paper(const std::string& id) {
  Record record;
  record.id = id;
  record.form = "chart";
  record.version = "1.0";
  record.fields = {field("nhs_number", FieldKind::nhs_number, std::string("9990000018")),
                   field("done_on", FieldKind::date, std::string("2026-03-01")),
                   field("note", FieldKind::text, std::string("Slept well"))};
  for (int i = 0; i < 10; ++i) record.fields.push_back(field("box_" + std::to_string(i), FieldKind::checkbox, i != 4));
  return record;
}

RecordField& at(Record& record, const std::string& name) {
  for (RecordField& f : record.fields)
    if (f.name == name) return f;
  throw std::logic_error(name);
}

using Groups = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("two scans of one paper are flagged although their drafts of writing differ") {
  Record again = paper("b");
  at(again, "note").value = std::string("Slcpt woll");
  at(again, "box_1").value = false;
  CHECK(batch::likely_rescans({paper("a"), again}) == Groups{{"a", "b"}});
}

TEST_CASE("the same person's form of another day is another paper") {
  Record next = paper("b");
  at(next, "done_on").value = std::string("2026-03-02");
  CHECK(batch::likely_rescans({paper("a"), next}).empty());
  at(next, "done_on").accepted = false;  // a date that is in doubt may be the same
  CHECK(batch::likely_rescans({paper("a"), next}) == Groups{{"a", "b"}});
}

TEST_CASE("other marks and other forms and other versions are other papers") {
  Record other = paper("b");
  for (const int i : {0, 1, 2}) at(other, "box_" + std::to_string(i)).value = false;
  CHECK(batch::likely_rescans({paper("a"), other}).empty());
  other = paper("b");
  other.form = "plan";
  CHECK(batch::likely_rescans({paper("a"), other}).empty());
  other = paper("b");
  other.version = "2.0";
  CHECK(batch::likely_rescans({paper("a"), other}).empty());
}

TEST_CASE("forms with next to nothing in them are not taken for each other") {
  Record one = paper("a"), other = paper("b");
  for (Record* record : {&one, &other}) record->fields.resize(6);
  CHECK(batch::likely_rescans({one, other}).empty());
}

TEST_CASE("three scans of one paper are one group and others stay out of it") {
  Record stranger = paper("d");
  at(stranger, "nhs_number").value = std::string("9990000026");
  CHECK(batch::likely_rescans({paper("a"), paper("b"), stranger, paper("c")}) == Groups{{"a", "b", "c"}});
}

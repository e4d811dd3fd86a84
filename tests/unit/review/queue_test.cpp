#include "pipeline/review/queue.hpp"

#include <doctest/doctest.h>

using namespace carescan;
using namespace carescan::review;

namespace {

RecordField waiting_cell(int row) {
  RecordField field;
  field.name = "needs[" + std::to_string(row) + "].goal";
  field.kind = FieldKind::text;
  field.critical = true;
  return field;
}

}  // namespace

TEST_CASE("rows of a table come as they stand on the paper") {
  Record record;
  record.form = "plan";
  record.version = "1.0";
  for (const int row : {1, 10, 11, 2}) record.fields.push_back(waiting_cell(row));
  Queue queue;
  queue.set(0, record, {});
  queue.set(1, record, {});
  std::vector<std::string> names;
  for (const Queue::Place& place : queue.lease("Ann", "plan/1.0/needs[*].goal", 5, std::nullopt, 0, 60))
    names.push_back(place.field);
  CHECK(names == std::vector<std::string>{"needs[1].goal", "needs[2].goal", "needs[10].goal", "needs[11].goal",
                                          "needs[1].goal"});
}

TEST_CASE("what could not be read comes first and then what is hardly believable") {
  const auto field = [](const std::string& value, FieldState state, double confidence) {
    RecordField out;
    out.name = "surname";
    out.state = state;
    out.value = value;
    out.confidence = confidence;
    return out;
  };
  const std::vector<RecordField> by_document{field("Bell", FieldState::read, 0.9), field("Bell", FieldState::read, 0.2),
                                             field("BelL", FieldState::read, 0.9), field("", FieldState::illegible, 0),
                                             field("Bell", FieldState::read, 0.9)};
  Queue queue;
  for (std::size_t i = 0; i < by_document.size(); ++i) {
    Record record;
    record.form = "plan";
    record.version = "1.0";
    record.fields = {by_document[i]};
    queue.set(i, record, {}, [](const RecordField& one) { return one.value == Value(std::string("BelL")); });
  }
  const auto places = queue.lease("Ann", "plan/1.0/surname", 9, std::nullopt, 0, 60);
  REQUIRE(places.size() == 5);
  CHECK(places[0].document == 3);
  CHECK((places[1].document == 1 || places[1].document == 2));
  CHECK((places[2].document == 1 || places[2].document == 2));
  // Alike and equally believable; the one that is less so is not confirmed along with them.
  CHECK(places[3].likeness == places[4].likeness);
  CHECK(places[1].likeness != places[3].likeness);
  CHECK(places[2].likeness != places[3].likeness);
}

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

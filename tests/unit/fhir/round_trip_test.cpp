#include <doctest/doctest.h>

#include "tests/unit/fhir/rebuilt.hpp"

using namespace carescan;
using shipped::Json;
using shipped::Trust;

namespace {

/// What a bundle says of a value: drawings stand in words, to the millimetre.
Value as_sent(const RecordField& field) {
  const auto* marks = std::get_if<std::vector<BoxMm>>(&field.value);
  return marks == nullptr ? field.value : Value(in_words(*marks));
}

/// Every usable field of the record is in the bundle, with its state and value and nothing else.
void check_rebuilt(const Record& record, const FormTemplate& form) {
  const auto found = rebuilt::from(shipped::bundle(record), form);
  const std::set<std::string> empty = records::empty_rows(record);
  std::size_t usable = 0;
  for (const RecordField& field : record.fields) {
    CAPTURE(form.id);
    CAPTURE(field.name);
    const bool left_out = empty.contains(row_name(field.name));
    const bool expected = (field.accepted || field.reviewed) && !left_out;
    CHECK(found.contains(field.name) == expected);
    if (!expected || !found.contains(field.name)) continue;
    ++usable;
    CHECK(found.at(field.name).state == field.state);
    if (field.state == FieldState::read) CHECK(found.at(field.name).value == as_sent(field));
  }
  CHECK(found.size() == usable);
}

}  // namespace

TEST_CASE("every accepted value of the record is rebuilt from the bundle alone") {
  for (const std::string& id : shipped::ids())
    for (const Trust trust : {Trust::accepted, Trust::reviewed, Trust::asked})
      check_rebuilt(shipped::record(id, trust), shipped::form(id));
}

TEST_CASE("what waits among accepted values is not rebuilt and every state is") {
  for (const std::string& id : shipped::ids()) {
    Record record = shipped::record(id, Trust::accepted);
    std::size_t i = 0;
    for (RecordField& field : record.fields) {
      const std::size_t turn = i++ % 7;
      if (turn == 1) field.accepted = false;
      if (turn == 3) field.state = FieldState::illegible;
      if (turn == 5) field.state = FieldState::none;
      if (field.state != FieldState::read) field.value = {};
    }
    check_rebuilt(record, shipped::form(id));
  }
}

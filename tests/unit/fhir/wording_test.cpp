#include "pipeline/fhir/wording.hpp"

#include <doctest/doctest.h>

#include "tests/unit/fhir/care_record.hpp"

using namespace carescan;
using namespace care_sample;

namespace {

std::string words(const Record& record, const std::set<std::string>& fields) {
  const FormTemplate with = form("[]");
  return fhir::in_words({record, with, {}, {}}, fields);
}

}  // namespace

TEST_CASE("narratives have the printed words of options and do not make a no of an empty box") {
  const Record record = all_accepted();
  CHECK(words(record, {"cpr"}) == "CPR decision: Yes");
  CHECK(words(record, {"help"}) == "Help with: Washing, Eating");
  CHECK(words(record, {"no_allergies"}) == "No known allergies: not ticked");
  CHECK(words(record, {"signature"}) == "Signature: signed");
  CHECK(words(record, {"pulse"}) == "Pulse: 72");
}

TEST_CASE("narratives leave out what is blank and say what is none") {
  Record record = all_accepted();
  put(record, "allergy_1_substance", {}, FieldState::none);
  CHECK(words(record, {"surname", "allergy_1_substance", "allergy_2_substance"}) ==
        "Surname: Ashdown; Substance 1: none");
  put(record, "surname", {}, FieldState::illegible);
  CHECK(words(record, {"surname"}).empty());
}

#include "pipeline/forms/patient_fields.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "pipeline/forms/load.hpp"
#include "tests/support/run.hpp"

using namespace carescan;

TEST_CASE("every form says whose paper it is by its mapping") {
  for (const FormTemplate& form : forms::load_catalogue({test::source_dir() / "templates"})) {
    const forms::PatientFields fields = forms::patient_fields(form);
    for (const char* name : {"given_names", "surname"})  // some forms have a preferred name, too
      CHECK(std::ranges::count(fields.name, name) == 1);
    CHECK(fields.born == std::vector<std::string>{"date_of_birth"});
    CHECK(fields.number == std::vector<std::string>{"nhs_number"});
  }
  CHECK(forms::patient_fields({}).name.empty());
  const FormTemplate plan = forms::load_form(test::source_dir() / "templates/care-plan");
  CHECK(forms::patient_fields(plan).gender == std::vector<std::string>{"gender"});
}

#include "pipeline/forms/form_json.hpp"

#include "pipeline/fhir/mapping_check.hpp"
#include "pipeline/forms/patient_fields.hpp"
#include "pipeline/forms/write_form.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace carescan;

/// form.json: what the schema lets through becomes a form, and a form that is written again is one.
int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text = fuzz::text_of(bytes, size);
  fuzz::expect_answer([&] {
    if (!forms::text_errors(text).empty()) return;
    const FormTemplate form = forms::parse_form(text, "form");
    fhir::mapping_problems(form);
    forms::patient_fields(form);
    if (!forms::text_errors(forms::form_text(form)).empty()) fuzz::finding("a form that was written is none");
  });
  return 0;
}

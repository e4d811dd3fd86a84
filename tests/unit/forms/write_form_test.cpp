#include "pipeline/forms/write_form.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "form_folder.hpp"
#include "pipeline/forms/form_json.hpp"
#include "pipeline/forms/load.hpp"

using namespace carescan;
using namespace carescan::forms;

namespace {

const std::filesystem::path templates = std::filesystem::path(CARESCAN_SOURCE_DIR) / "templates";

/// The form as it is read again from what was written.
FormTemplate again(const FormTemplate& form) {
  const std::string text = form_text(form);
  for (const SchemaError& error : text_errors(text)) FAIL(error.pointer << ": " << error.message);
  return parse_form(text, form.folder);
}

}  // namespace

TEST_CASE("writing a form: every shipped form comes back as it was") {
  for (const FormTemplate& form : load_catalogue({templates})) {
    CAPTURE(form.id);
    const FormTemplate back = again(form);
    REQUIRE(back.fields.size() == form.fields.size());
    for (std::size_t i = 0; i < form.fields.size(); ++i) {
      const Field &a = form.fields[i], &b = back.fields[i];
      CAPTURE(a.name);
      CHECK(b.name == a.name);
      CHECK(b.label == a.label);
      CHECK(b.kind == a.kind);
      CHECK(b.box.x == doctest::Approx(a.box.x).epsilon(0.001));
      CHECK(b.cells.size() == a.cells.size());
      CHECK(b.options.size() == a.options.size());
      CHECK(b.mark == a.mark);
      CHECK(b.content == a.content);
      CHECK(b.required == a.required);
      CHECK(b.critical == a.critical);
      CHECK(b.layout == a.layout);
      CHECK(b.ties == a.ties);
      CHECK(b.lexicon == a.lexicon);
      CHECK(b.rules.size() == a.rules.size());
      CHECK(b.decimals == a.decimals);
      CHECK(b.lines == a.lines);
    }
    REQUIRE(back.tables.size() == form.tables.size());
    for (std::size_t i = 0; i < form.tables.size(); ++i) CHECK(back.tables[i].key == form.tables[i].key);
    REQUIRE(back.rules.size() == form.rules.size());
    for (std::size_t i = 0; i < form.rules.size(); ++i) {
      CHECK(back.rules[i].rule == form.rules[i].rule);
      CHECK(back.rules[i].fields == form.rules[i].fields);
      CHECK(back.rules[i].roles == form.rules[i].roles);
    }
    CHECK(back.fhir_json == form.fhir_json);
  }
}

TEST_CASE("writing a form: one field a line and nothing that goes without saying") {
  FormTemplate form = parse_form(testing::sound_form().dump(), "/nowhere");
  form.fhir_json = "[]";
  const std::string text = form_text(form);
  CHECK(text.find("\n    "
                  "{\"name\":\"surname\",\"label\":\"Surname\",\"kind\":\"text\",\"page\":1,\"box\":[10.0,10.0,60.0,8."
                  "0]},\n") != std::string::npos);
  for (const char* left_out : {"required", "critical", "rules", "fhir", "gates", "cells"})
    CHECK(text.find(left_out) == std::string::npos);
}

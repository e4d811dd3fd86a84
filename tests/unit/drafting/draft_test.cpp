#include "pipeline/drafting/draft.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "fillable_pdf.hpp"
#include "pipeline/forms/lint.hpp"
#include "pipeline/forms/load.hpp"
#include "pipeline/forms/write_form.hpp"
#include "pipeline/model/failure.hpp"
#include "tests/support/draft_figures.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::drafting;
using carescan::test::draft_figures;
using carescan::test::DraftFigures;

namespace {

namespace fs = std::filesystem;

intake::IntakeOptions options() {
  intake::IntakeOptions o;
  o.pdf_renderer = fs::path(CARESCAN_BINARY_DIR) / "carescan-pdf";
  return o;
}

FormTemplate shipped(const std::string& form) {
  return forms::load_form(test::source_dir() / "templates" / form);
}

FormTemplate drafted(const fs::path& blank) {
  return draft(blank, options(), nullptr).form;
}

std::string list(const std::vector<std::string>& lines) {
  return fmt::format("{}", fmt::join(lines, "\n"));
}

std::size_t errors_of(const FormTemplate& form, const test::Folder& folder) {
  test::write_all(folder / "form.json", forms::form_text(form));
  fs::copy_file(form.blank, folder.path() / form.blank.filename());
  const auto findings = forms::check_form(folder.path(), intake::load_pages(form.blank, options()));
  return static_cast<std::size_t>(std::count_if(
      findings.begin(), findings.end(), [](const forms::Finding& f) { return f.severity == forms::Severity::error; }));
}

}  // namespace

TEST_CASE("draft: a fillable PDF gives all its boxes with their names") {
  const FormTemplate truth = shipped("care-plan");
  for (const testing::Lie& lie : {testing::Lie{},
                                  {0, 40, 60, true},
                                  {90, 10, 20, true},
                                  {180, 0, 5, true},
                                  {270, 30, 0, true},
                                  {0, 0, 0, false}}) {
    CAPTURE(lie.rotate);
    CAPTURE(lie.listed);
    const test::Folder folder;
    test::write_all(folder / "care.pdf", testing::fillable_pdf(truth, lie));
    const Draft made = draft(folder / "care.pdf", options(), nullptr);
    CHECK(made.fillable);
    const DraftFigures figures = draft_figures(made.form, truth);
    CHECK_MESSAGE(figures.found == figures.boxes, list(figures.missed));
    CHECK(figures.extra == 0);
    CHECK(made.form.pages.size() == 4);
  }
}

TEST_CASE("draft: kinds and cells of a fillable PDF come along") {
  const FormTemplate truth = shipped("care-plan");
  const test::Folder folder;
  test::write_all(folder / "care.pdf", testing::fillable_pdf(truth, {}));
  const FormTemplate form = drafted(folder / "care.pdf");
  const Field* born = form.find("date_of_birth");
  REQUIRE(born != nullptr);
  CHECK(born->kind == FieldKind::date);
  CHECK(born->layout == "DDMMYYYY");
  CHECK(born->cells.size() == 8);
  REQUIRE(form.find("gender") != nullptr);
  CHECK(form.find("gender")->options.size() == 4);
  CHECK(form.find("gender")->options[3].code == "unknown");
  CHECK(form.find("no_known_allergies")->kind == FieldKind::checkbox);
  CHECK(form.find("person_signature")->kind == FieldKind::signature);
  CHECK(form.find("nhs_number")->kind == FieldKind::nhs_number);
}

TEST_CASE("draft: of a printed form all boxes and no other and nine names in ten") {
  std::size_t fields = 0, named = 0;
  for (const char* form : {"about-me", "body-map", "daily-notes", "falls-risk", "observations"}) {
    CAPTURE(form);
    const FormTemplate truth = shipped(form), made = drafted(truth.blank);
    const DraftFigures figures = draft_figures(made, truth);
    CHECK_MESSAGE(figures.found == figures.boxes, list(figures.missed));
    CHECK_MESSAGE(4 * figures.named >= 3 * figures.fields, list(figures.misnamed));
    CHECK(figures.extra == 0);
    const test::Folder folder;
    CHECK(errors_of(made, folder) == 0);
    fields += figures.fields;
    named += figures.named;
  }
  CHECK(100 * named >= 88 * fields);
}

TEST_CASE("draft: tables have their columns by their headings and all their rows") {
  const FormTemplate truth = shipped("observations"), made = drafted(truth.blank);
  REQUIRE(made.tables.size() == 1);
  CHECK(made.tables[0].rows.size() == truth.tables[0].rows.size());
  for (std::size_t i = 0; i < made.tables[0].rows.size(); ++i)
    CHECK(made.tables[0].rows[i] == doctest::Approx(truth.tables[0].rows[i]).epsilon(0.005));
  const auto column = [&](const char* name) {
    return std::ranges::find(made.tables[0].columns, name, &Field::name) != made.tables[0].columns.end();
  };
  for (const char* name : {"date", "time", "breaths", "spo2", "pulse", "score"}) CHECK_MESSAGE(column(name), name);
}

TEST_CASE("draft: what only a person can say is told and nothing is made up") {
  const Draft made = draft(shipped("about-me").blank, options(), nullptr);
  CHECK(made.form.fhir_json == "[]");
  CHECK(made.form.rules.empty());
  const auto says = [&](const char* word) {
    return std::ranges::any_of(made.to_do, [&](const std::string& s) { return s.find(word) != std::string::npos; });
  };
  for (const char* word : {"critical", "rules", "fhir", "template show"}) CHECK_MESSAGE(says(word), word);
  CHECK(std::ranges::none_of(made.form.fields, &Field::critical));
}

TEST_CASE("draft: a page with nothing to fill in is told and not drafted") {
  const test::Folder folder;
  FormTemplate nothing;
  nothing.pages = {FormPage{}};
  test::write_all(folder / "empty.pdf", testing::fillable_pdf(nothing, {}));
  try {
    drafted(folder / "empty.pdf");
    FAIL("an empty page was drafted");
  } catch (const Failure& failure) {
    CHECK(failure.code == "draft-nothing-found");
    CHECK(failure.hint.find("form.json") != std::string::npos);
  }
}

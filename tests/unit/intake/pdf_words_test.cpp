#include "pipeline/intake/pdf_words.hpp"

#include <algorithm>

#include "pipeline/intake/pdf_form_fields.hpp"
#include "tests/unit/intake/intake_support.hpp"

using namespace intake_tests;
using namespace carescan::intake;

namespace {

const fs::path blank = fs::path(CARESCAN_SOURCE_DIR) / "templates/care-plan/blank.pdf";

std::vector<PrintedWord> named(const std::vector<PrintedWord>& words, const std::string& text) {
  std::vector<PrintedWord> found;
  std::copy_if(words.begin(), words.end(), std::back_inserter(found), [&](const auto& w) { return w.text == text; });
  return found;
}

}  // namespace

TEST_CASE("words of a PDF stand where they are printed") {
  const auto surname = named(words_of_pdf_page(blank, 1, options()), "Surname");
  REQUIRE(surname.size() == 1);
  CHECK(surname[0].box.x == doctest::Approx(120).epsilon(0.01));  // flush with its box of form.json
  CHECK(surname[0].box.bottom() < 46.5);
  CHECK(surname[0].box.y > 40);
  CHECK(surname[0].size_mm == doctest::Approx(8.6 * 25.4 / 72).epsilon(0.01));
}

TEST_CASE("words of a page that is not there or no PDF are none") {
  const Folder folder;
  CHECK(words_of_pdf_page(blank, 9, options()).empty());
  CHECK(words_of_pdf_page(folder.write("x.pdf", "%PDF-1.4\nno"), 1, options()).empty());
  CHECK(words_of_pdf_page(folder / "missing.pdf", 1, options()).empty());
}

TEST_CASE("a PDF without form fields has none and tells its pages") {
  const PdfForm form = form_of_pdf(blank, 100);
  CHECK(form.fields.empty());
  REQUIRE(form.pages.size() == 4);
  CHECK(form.pages[0].width_mm == doctest::Approx(210).epsilon(0.002));
  CHECK(form.pages[0].height_mm == doctest::Approx(297).epsilon(0.002));
}

TEST_CASE("a PDF that cannot be opened is a failure that names it") {
  const Folder folder;
  try {
    form_of_pdf(folder.write("torn.pdf", "%PDF-1.4\nno"), 100);
    FAIL("it was opened");
  } catch (const Failure& failure) {
    CHECK(failure.code == "pdf-broken");
    CHECK(failure.path == "torn.pdf");
  }
}

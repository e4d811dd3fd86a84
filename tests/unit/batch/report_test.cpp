#include "pipeline/batch/report.hpp"

#include <doctest/doctest.h>

#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::batch;

namespace {

RecordField field(const std::string& name, Value value, bool accepted) {
  RecordField f;
  f.name = name;
  f.label = "Label of " + name;
  f.state = std::holds_alternative<std::monostate>(value) ? FieldState::blank : FieldState::read;
  f.value = std::move(value);
  f.accepted = accepted;
  return f;
}

/// A care plan read from pages 5 and 6 of a scan.
Record record() {
  Record r;
  r.id = "3f2a0c1e-0000-5000-8000-000000000001";
  r.form = "care-plan";
  r.version = "1.0";
  for (const int number : {1, 2}) {
    RecordPage page;
    page.number = number;
    page.source = {"box.pdf", "", number + 4};
    page.residual_mm = 0.1 * number;
    r.pages.push_back(page);
  }
  r.fields = {field("surname", std::string("Secretname"), true), field("allergies", {}, true),
              field("walks", false, true), field("born", std::string("1938-02-03"), false)};
  return r;
}

LedgerEntry ledger_entry(const std::string& name, std::vector<LedgerPage> pages) {
  LedgerEntry entry;
  entry.sha256 = std::string(64, 'b');
  entry.name = name;
  entry.pages = std::move(pages);
  return entry;
}

RunContents run_of(Record r, const std::string& name = "box.pdf") {
  RunContents run;
  const LedgerPage page{5, PageState::in_document, "", r.id, r.form, 1, ""};
  run.ledger = {ledger_entry(name, {page})};
  run.records = {std::move(r)};
  run.summary.documents = run.summary.sources = 1;
  run.summary.pages.in = run.summary.pages.in_document = 2;
  return run;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the report has a row for each document with its pages and counts and files") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  Record r = record();
  test::write_all(out.document(r.id) / "bundle.json", "{}");
  const std::string html = report_html(out, run_of(r));
  CHECK(has(html, "box.pdf<br><small>pages 5–6</small>"));
  CHECK(has(html, "<td>care-plan 1.0</td><td class=n>2 of 2</td><td class=n>3</td><td class=n>1</td>"));
  for (const char* file : {"record.json", "bundle.json", "pages/1.jpg", "pages/2.jpg"})
    CHECK_MESSAGE(has(html, "href=\"documents/" + r.id + "/" + file + "\""), file);
  CHECK_FALSE(has(html, "Look at these first"));
  // By form: one filled in, two left empty or unticked, one to check.
  CHECK(has(html, "<td>care-plan 1.0</td><td class=n>1</td><td class=n>2</td><td class=n>1</td>"));
}

TEST_CASE("what is odd about a document stands first and in its row") {
  const test::Folder folder;
  Record r = record();
  r.issues = {{"calendar", "born", 1, std::nullopt, "there is no such day"},
              {"rule-order", "walks", 1, std::nullopt, "This goes back in time."},
              {"page-missing", "", 3, std::nullopt, "this page of the form was not found"},
              {"page-owner-differs", "surname", 2, std::nullopt, "the name on this page is not the one on the first"},
              {"bundle-invalid", "", 0, std::nullopt, "the FHIR bundle does not pass validation; see outcome.json"}};
  const std::string html = report_html({folder.path()}, run_of(r));
  const std::string first =
      html.substr(html.find("Look at these first"), html.find("<h2>Pages") - html.find("Look at"));
  for (const char* words :
       {"1 page of forms not found", "Page 3 of the form was not found.", "may belong to somebody else",
        "Page 2: the name on this page", "1 document without a valid FHIR bundle"})
    CHECK_MESSAGE(has(first, words), words);
  CHECK_FALSE(has(first, "no such day"));
  const std::string row = html.substr(html.find("<tbody>"), html.find("</tbody>") - html.find("<tbody>"));
  CHECK(has(row, "<strong>Page 3 of the form was not found.</strong>"));
  CHECK(has(row, "Label of born: there is no such day."));
  CHECK(has(row, "Label of walks: This goes back in time.<br>"));
  CHECK(has(row, "2 of 3"));
  CHECK(has(row, "no bundle: <a href="));
}

TEST_CASE("how documents came together is told in words") {
  const test::Folder folder;
  const std::vector<std::pair<const char*, const char*>> told{
      {"page-unconfirmed", "1 page that nothing ties to the rest of the form"},
      {"page-twice", "1 page was scanned twice; each was read once"},
      {"pages-shuffled", "1 document whose pages were out of order; they were put in order"},
      {"pages-parted", "1 document whose pages lay among those of somebody else"},
      {"pages-unsorted", "1 document whose pages could not be sorted for certain"},
      {"code-repeated", "was it photocopied?"}};
  for (const auto& [code, words] : told) {
    Record r = record();
    r.issues = {{code, "", 0, std::nullopt, "what it means"}};
    const std::string html = report_html({folder.path()}, run_of(r));
    CHECK_MESSAGE(has(html, words), std::string(code));
    CHECK(has(html, "<strong>what it means.</strong>"));
  }
}

TEST_CASE("quarantined and failed pages are told in words beside their codes") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  RunContents run = run_of(record());
  run.ledger.push_back(ledger_entry("strange.pdf", {{1, PageState::quarantined, "no-form-matches", "", "", 0, ""},
                                                    {2, PageState::quarantined, "two-forms-alike", "", "", 0, ""},
                                                    {3, PageState::quarantined, "residual-too-large", "", "", 0, ""},
                                                    {4, PageState::quarantined, "too-few-features", "", "", 0, ""},
                                                    {5, PageState::failed, "pdf-page-broken", "", "", 0, "print it"}}));
  run.summary.pages.quarantined = 4;
  run.summary.pages.failed = 1;
  test::write_all(out.quarantine() / (out.quarantine_name(std::string(64, 'b'), 1) + ".jpg"), "abc");
  const std::string html = report_html(out, run);
  for (const char* words : {"None of the forms", "Two forms fit", "does not line up", "Too little printing",
                            "no-form-matches", "4 pages</a> kept aside", "1 file or page</a> could not be read",
                            "print it <span class=code>pdf-page-broken", "data:image/jpeg;base64,YWJj"})
    CHECK_MESSAGE(has(html, words), words);
}

TEST_CASE("the report holds no value and nothing of a file name is markup") {
  const test::Folder folder;
  const std::string html = report_html({folder.path()}, run_of(record(), "<script>alert('x')</script>.pdf"));
  CHECK_FALSE(has(html, "Secretname"));
  CHECK_FALSE(has(html, "1938"));
  CHECK_FALSE(has(html, "<script"));
  CHECK(has(html, "&lt;script&gt;alert(&#39;x&#39;)"));
}

TEST_CASE("the report names program and forms and policy as run.json has them") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  test::write_all(out.run(), R"({"tool":{"name":"carescan","version":"9.8"},"engines":["eye 1"],
      "templates":[{"form":"care-plan","version":"1.0"},{"form":"mar","version":"2.0"}],"policy":{"name":"strict"}})");
  const std::string html = report_html(out, run_of(record()));
  for (const char* words : {"carescan 9.8", "care-plan 1.0, mar 2.0", "<td>strict</td>", "eye 1"})
    CHECK_MESSAGE(has(html, words), words);
}

#include "pipeline/batch/ledger.hpp"

#include <doctest/doctest.h>

#include "pipeline/batch/merge.hpp"
#include "pipeline/batch/people.hpp"
#include "pipeline/batch/run_batch.hpp"
#include "pipeline/model/failure.hpp"
#include "tests/support/run.hpp"

using namespace carescan;
using namespace carescan::batch;

namespace {

LedgerEntry entry_with(std::vector<LedgerPage> pages) {
  LedgerEntry entry;
  entry.sha256 = std::string(64, 'a');
  entry.name = "a.pdf";
  entry.first_seen = "2026-01-02T03:04:05Z";
  entry.made_by = "tool";
  entry.catalogue = "catalogue";
  entry.templates = {{"care-plan 1.0", "t1"}};
  entry.pages = std::move(pages);
  return entry;
}

/// An OUT with one committed, empty-looking document.
void put_document(const OutFolder& out, const std::string& id) {
  test::write_all(out.document(id) / "record.json", "{}");
}

FormTemplate form(const std::string& id, const std::string& sha256) {
  FormTemplate f;
  f.id = id;
  f.version = "1.0";
  f.sha256 = sha256;
  return f;
}

}  // namespace

TEST_CASE("a ledger entry comes back from its JSON as it was") {
  LedgerEntry entry = entry_with({{1, PageState::in_document, "", "doc", "care-plan", 2, ""},
                                  {2, PageState::quarantined, "no-form-matches", "", "", 0, ""}});
  entry.copies = {"b.pdf"};
  const LedgerEntry back = ledger_from_json(to_json(entry), "x");
  CHECK(to_json(back) == to_json(entry));
  CHECK(back.pages[0].document == "doc");
  CHECK(back.pages[1].why == "no-form-matches");
  CHECK(back.documents() == std::vector<std::string>{"doc"});
}

TEST_CASE("a torn ledger entry is a clear failure") {
  const std::string whole = to_json(entry_with({{1, PageState::blank, "", "", "", 0, ""}}));
  for (std::size_t size = 0; size < whole.size() - 2; size += 7)
    CHECK_THROWS_AS(ledger_from_json(whole.substr(0, size), "x"), Failure);
}

TEST_CASE("pages of every state add up and a copy counts page by page") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  create(out);
  put_document(out, "doc");
  LedgerEntry entry = entry_with({{1, PageState::in_document, "", "doc", "f", 1, ""},
                                  {2, PageState::blank, "", "", "", 0, ""},
                                  {3, PageState::quarantined, "x", "", "", 0, ""},
                                  {4, PageState::failed, "x", "", "", 0, ""}});
  entry.copies = {"copy.pdf"};
  const Balance sum = balance(out, {entry});
  CHECK(sum.in == 8);
  CHECK(sum.duplicate == 4);
  CHECK(sum.balances());
}

TEST_CASE("a document that is gone makes the balance fail") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  create(out);
  CHECK_FALSE(balance(out, {entry_with({{1, PageState::in_document, "", "doc", "f", 1, ""}})}).balances());
}

TEST_CASE("a file that cannot be opened is one failed page and so is each copy of it") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  create(out);
  LedgerEntry entry = entry_with({{1, PageState::failed, "file-empty", "", "", 0, ""}});
  entry.opened = false;
  entry.copies = {"b.pdf"};
  const Balance sum = balance(out, {entry});
  CHECK(sum.in == 2);
  CHECK(sum.failed == 2);
  CHECK(sum.balances());
}

TEST_CASE("a source that was seen and never finished makes the balance fail") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  create(out);
  write_file(out, out.seen(std::string(64, 'b')), "{}");
  const Summary summary = read_run(out).summary;
  CHECK(summary.unfinished_sources == 1);
  CHECK_FALSE(summary.balances());
}

TEST_CASE("an entry is stale when its own template or the tool changed and not when another template did") {
  const LedgerEntry entry = entry_with({{1, PageState::in_document, "", "doc", "care-plan", 1, ""}});
  CHECK(is_current(entry, "tool", {form("care-plan", "t1"), form("other", "x")}));
  CHECK_FALSE(is_current(entry, "tool", {form("care-plan", "t2")}));
  CHECK_FALSE(is_current(entry, "tool", {form("other", "x")}));
  CHECK_FALSE(is_current(entry, "another tool", {form("care-plan", "t1")}));
}

TEST_CASE("a quarantined page is tried again when any template changed") {
  LedgerEntry entry = entry_with({{1, PageState::quarantined, "no-form-matches", "", "", 0, ""}});
  entry.templates.clear();
  entry.catalogue = hash_of({form("care-plan", "t1")});
  CHECK(is_current(entry, "tool", {form("care-plan", "t1")}));
  CHECK_FALSE(is_current(entry, "tool", {form("care-plan", "t1"), form("new", "x")}));
}

TEST_CASE("people are proposed only by NHS numbers that somebody stands behind") {
  const auto record = [](const std::string& id, bool accepted) {
    Record r;
    r.id = id;
    RecordField number;
    number.kind = FieldKind::nhs_number;
    number.state = FieldState::read;
    number.value = std::string("9990000018");
    number.accepted = accepted;
    r.fields = {number};
    return r;
  };
  const std::string json = people_json({record("a", true), record("b", true), record("c", false)});
  CHECK(json.find("\"9990000018\"") != std::string::npos);
  CHECK(json.find("\"unassigned\": [\n    \"c\"\n  ]") != std::string::npos);
}

TEST_CASE("a source with a passing failure is tried again and one with a lasting failure is not") {
  const auto failed = [](const std::string& why) { return entry_with({{1, PageState::failed, why, "", "", 0, ""}}); };
  const std::vector<FormTemplate> forms = {form("care-plan", "t1")};
  for (const char* why : {"page-crash", "page-timeout", "file-unreadable", "file-changed", "out-unwritable"})
    CHECK_FALSE(is_current(failed(why), "tool", forms));
  for (const char* why : {"image-broken", "pdf-encrypted", "file-empty"}) CHECK(is_current(failed(why), "tool", forms));
}

TEST_CASE("a torn entry is as good as none") {
  const test::Folder folder;
  const OutFolder out{folder.path()};
  create(out);
  const std::string sha256(64, 'a');
  CHECK_FALSE(find_entry(out, sha256).has_value());
  const std::string whole = to_json(entry_with({{1, PageState::blank, "", "", "", 0, ""}}));
  write_file(out, out.ledger(sha256), whole);
  CHECK(find_entry(out, sha256).has_value());
  write_file(out, out.ledger(sha256), whole.substr(0, whole.size() / 2));
  CHECK_FALSE(find_entry(out, sha256).has_value());
}

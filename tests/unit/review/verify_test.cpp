#include "pipeline/review/verify.hpp"

#include <doctest/doctest.h>

#include "pipeline/batch/forget.hpp"
#include "tests/unit/review/support.hpp"

using namespace carescan;
using namespace carescan::review;
using namespace carescan::test;

namespace {

/// Two documents, in one of which a person has decided something.
struct Reviewed {
  Reviewed() {
    for (int i = 0; i < 2; ++i) ids.push_back(put_document(out, form, review_readings(), i));
    Clock clock;
    Desk desk(out, {form}, desk_options(clock));
    const Item item = desk.item(ids[0], "surname");
    desk.decide("Ann", {{item.document, "surname", item.version, Action::enter, "Harden", {}}});
    desk.finish();
  }
  Folder folder;
  batch::OutFolder out{folder.path() / "out"};
  FormTemplate form = review_form();
  std::vector<std::string> ids;

  Verified check(const std::string& head = "") { return verify(out, {form}, head); }
  fs::path file(const std::string& name, int document = 0) {
    return out.document(ids[static_cast<std::size_t>(document)]) / name;
  }
  std::vector<std::string> breaches() {
    std::vector<std::string> all;
    for (const Breach& breach : check().breaches)
      all.push_back(fs::path(breach.file).filename().string() + " " + breach.why);
    return all;
  }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a run that was reviewed holds and names the head of its chain") {
  Reviewed run;
  const Verified found = run.check();
  CHECK(found.holds());
  CHECK(found.documents == 2);
  CHECK(found.decisions == 1);
  CHECK(run.check(found.head).holds());
  CHECK_FALSE(run.check(std::string(64, 'a')).holds());
}

TEST_CASE("every file of a document that was touched is named") {
  for (const char* name : {"record.json", "bundle.json", "outcome.json"}) {
    Reviewed run;
    write_all(run.file(name), read_all(run.file(name)) + " ");
    CHECK(run.breaches() == Lines{std::string(name) + " is not what reading and corrections give"});
    fs::remove(run.file(name));
    CHECK(run.breaches() == Lines{std::string(name) + " is missing"});
  }
  Reviewed run;
  write_all(run.file("pages/1.jpg", 1), "another picture");
  CHECK(run.breaches() == Lines{"1.jpg is not the picture that was made when the page was read"});
  Reviewed other;
  write_all(other.file("reading.json", 1), read_all(other.file("reading.json", 1)) + "\n");
  CHECK(other.breaches() == Lines{"reading.json is not what the ledger says was read"});
}

TEST_CASE("a decision that was taken away or changed breaks the chain and the document") {
  Reviewed run;
  const std::string lines = read_all(run.file("corrections.jsonl"));
  const std::string head = run.check().head;
  std::string changed = lines;
  changed.replace(changed.find("Harden"), 6, "Marden");
  write_all(run.file("corrections.jsonl"), changed);
  CHECK(run.breaches().at(0) == "corrections.jsonl line 1 was changed: its hash is not that of what it says");
  fs::remove(run.file("corrections.jsonl"));
  CHECK(run.breaches() == Lines{"record.json is not what reading and corrections give",
                                "bundle.json is not what reading and corrections give"});
  CHECK_FALSE(run.check(head).head_found);
}

TEST_CASE("what was decided about a forgotten document keeps its place in the chain") {
  Reviewed run;
  {
    Clock clock;
    Desk desk(run.out, {run.form}, desk_options(clock));
    const Item item = desk.item(run.ids[1], "surname");
    desk.decide("Ann", {{item.document, "surname", item.version, Action::confirm, "", {}}});
    desk.finish();
  }
  const std::string head = run.check().head;
  batch::forget_document(run.out, run.ids[0], "2026-11-23T09:00:00Z");
  CHECK(run.breaches().empty());
  CHECK(run.check().decisions == 2);
  CHECK(run.check(head).holds());
  const fs::path proof = run.out.forgotten(run.ids[0]);
  std::string forged = read_all(proof);
  forged.replace(forged.find("\"hash\": \"") + 9, 4, "0000");
  write_all(proof, forged);
  CHECK(run.breaches() == Lines{"corrections.jsonl line 2 does not hang on line 1"});
  fs::remove(proof);
  CHECK(run.breaches().at(0) == "corrections.jsonl line 1 is missing");
}

TEST_CASE("a document whose form is not at hand is counted apart") {
  Reviewed run;
  run.form.version = "2.0";
  const Verified found = run.check();
  CHECK(found.without_form == 2);
  CHECK(found.documents == 0);
  CHECK(found.holds());
}

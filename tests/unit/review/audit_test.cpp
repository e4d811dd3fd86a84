#include "pipeline/batch/audit.hpp"

#include <doctest/doctest.h>

#include <set>

#include "pipeline/batch/merge.hpp"
#include "pipeline/records/bounds.hpp"
#include "tests/unit/review/support.hpp"

using namespace carescan;
using namespace carescan::review;
using namespace carescan::test;
using carescan::batch::Audit;
using carescan::batch::AuditField;

namespace {

/// A run of which some accepted fields are drawn; accepted are 4 fields a document: two dates, a tick and a choice.
struct Run {
  Run(int documents, const std::string& size) {
    for (int i = 0; i < documents; ++i) put_document(out, form, review_readings(), i);
    batch::write_file(out, out.run(), R"({"audit":{"target":0.001,"size":)" + size + "}}");
    batch::merge(out);
  }
  Folder folder;
  batch::OutFolder out{folder.path() / "out"};
  FormTemplate form = review_form();
  Clock clock;

  Audit audit() const { return batch::read_audit(out).value(); }
  batch::AuditTally tally() const { return batch::tally_audit(out, audit()); }
};

/// What a person reads off the paper of review_readings.
std::string on_paper(const std::string& field) {
  const FormTemplate of = review_form();
  for (const Reading& reading : review_readings())
    if (reading.field == field)
      return field == "smokes" ? "y" : field == "born" ? "28/2/1938" : field == "signed_on" ? "1/3/2025" : "aid";
  return "";
}

Answer typed(const Item& item, const std::string& text) {
  return {item.document, item.field.name, item.version, Action::enter, text, 1.0};
}

}  // namespace

TEST_CASE("the sample is the same wherever it is drawn and its beginning is the smaller sample") {
  Run run(6, "9");
  const Audit nine = run.audit();
  CHECK(nine.accepted == 24);
  CHECK(nine.fields.size() == 9);
  std::vector<Record> records = batch::read_run(run.out).records;
  std::ranges::reverse(records);
  const Audit all = batch::draw_audit({.target = 0.001, .confidence = 0.95, .size = 100}, records);
  REQUIRE(all.fields.size() == 24);
  CHECK(std::equal(nine.fields.begin(), nine.fields.end(), all.fields.begin()));
  records.pop_back();
  const Audit fewer = batch::draw_audit({.target = 0.001, .confidence = 0.95, .size = 100}, records);
  std::vector<AuditField> kept;
  for (const AuditField& field : all.fields)
    if (std::ranges::find(fewer.fields, field) != fewer.fields.end()) kept.push_back(field);
  CHECK(kept == fewer.fields);
}

TEST_CASE("each field has the same chance to be drawn") {
  // 3,000 draws of 3 of 8 fields of a document; each is in 3/8 of them, give or take five standard deviations.
  std::map<std::string, int> drawn;
  Record record;
  for (int i = 0; i < 8; ++i) {
    RecordField field;
    field.name = "f" + std::to_string(i);
    field.accepted = true;
    record.fields.push_back(field);
  }
  for (int i = 0; i < 3000; ++i) {
    record.id = "document " + std::to_string(i);
    for (const AuditField& field : batch::draw_audit({.target = 0.001, .confidence = 0.95, .size = 3}, {record}).fields)
      ++drawn[field.field];
  }
  CHECK(drawn.size() == 8);
  for (const auto& [name, times] : drawn) CHECK(std::abs(times - 1125) < 5 * 27);
}

TEST_CASE("auto draws what the target needs") {
  Run run(6, "\"auto\"");
  CHECK(run.audit().fields.size() ==
        static_cast<std::size_t>(records::sample_needed(24, 0.001, records::alpha_of_look(0.05, 1))));
  CHECK(run.audit().fields.size() == 24);  // so few can only be shown right by looking at nearly all of them
}

TEST_CASE("the audit is typed blind in its own column and asks nothing of a document") {
  Run run(3, "5");
  Desk desk(run.out, {run.form}, desk_options(run.clock));
  const Work work = counted(desk);
  CHECK(work.audit == 5);
  CHECK(work.progress.left == 6);  // a surname and an NHS number each, as ever
  for (const Column& column : work.columns) CHECK(column.key != "audit");
  const auto items = desk.lease("Ann", "audit", 10);
  REQUIRE(items.size() == 5);
  const Audit audit = run.audit();
  for (std::size_t i = 0; i < items.size(); ++i) {
    CHECK(items[i].mode == Mode::rekey);
    CHECK(AuditField{items[i].document, items[i].field.name} == audit.fields[i]);
    CHECK(desk.item(items[i].document, items[i].field.name).mode == Mode::confirm);  // in its document
  }
  for (const Item& item : items)
    CHECK(desk.decide("Ann", {typed(item, on_paper(item.field.name))}).at(0).outcome == Outcome::settled);
  CHECK(desk.work("Ann").audit == 0);
  CHECK(desk.work("Ann").progress.audited == 5);
  CHECK(desk.work("Ann").progress.audit_agreed == 5);
  desk.finish();
  const batch::Certified found = batch::certify(run.audit(), run.tally());
  CHECK(found.tally.audited == 5);
  CHECK(found.tally.errors == 0);
  CHECK(found.tally.inked_audited == 5);
  CHECK(found.upper_bound == doctest::Approx(static_cast<double>(records::most_errors(12, 5, 0, 0.025)) / 12));
  CHECK_FALSE(found.holds);
}

TEST_CASE("an error counts after adjudication and the field is asked meanwhile") {
  Run run(1, "4");
  Desk desk(run.out, {run.form}, desk_options(run.clock));
  counted(desk);
  const auto items = desk.lease("Ann", "audit", 10);
  REQUIRE(items.size() == 4);
  for (const Item& item : items) {
    const bool other = item.field.name == "born" || item.field.name == "smokes";
    const std::string text = item.field.name == "born" ? "27/2/1938" : other ? "n" : on_paper(item.field.name);
    CHECK(desk.decide("Ann", {typed(item, text)}).at(0).outcome == (other ? Outcome::adjudicate : Outcome::settled));
  }
  CHECK(run.tally().errors == 0);
  CHECK(desk.work("Ann").adjudication == 2);
  CHECK(desk.work("Ann").progress.left == 4);
  CHECK(desk.work("Ann").progress.audited == 4);
  CHECK(desk.work("Ann").progress.audit_agreed == 2);
  desk.finish();
  CHECK_FALSE(record_on_disk(run.out, items[0].document).find("born")->accepted);

  for (const Item& both : desk.lease("Bob", "adjudication", 10)) {
    const bool born = both.field.name == "born";
    const Answer says = born ? typed(both, both.typed_text)
                             : Answer{both.document, both.field.name, both.version, Action::confirm, "", {}};
    CHECK(desk.decide("Bob", {says}).at(0).outcome == Outcome::settled);
  }
  desk.finish();
  const batch::AuditTally tally = run.tally();
  CHECK(tally.accepted == 4);
  CHECK(tally.audited == 4);
  CHECK(tally.errors == 1);
  REQUIRE(tally.wrong.size() == 1);
  CHECK(tally.wrong[0].field == "born");
  CHECK(record_on_disk(run.out, items[0].document).find("born")->value == Value(std::string("1938-02-27")));
  const auto policy = nlohmann::json::parse(batch::tightened_policy(run.out, run.audit(), tally));
  CHECK_FALSE(policy["accept_inked"].contains("date"));  // it had been as sure as can be
  CHECK(policy["accept_inked"].contains("number"));
}

TEST_CASE("a list wrongly taken for empty tightens the box that said so, not the kind of the list") {
  const Folder folder;
  const batch::OutFolder out{folder.path() / "out"};
  std::vector<Reading> readings = review_readings();
  readings[0] = test::reading("surname", {}, 0.96);
  readings[0].state = FieldState::none;
  const std::string document = put_document(out, review_form(), readings, 0);
  const batch::AuditTally tally{.accepted = 5, .drawn = 1, .audited = 1, .errors = 1, .wrong = {{document, "surname"}}};
  const std::string tightened = batch::tightened_policy(out, {}, tally);
  const records::Policy policy = records::policy_from_json(tightened, "policy.next.json");
  const Field surname = field("surname", FieldKind::text);
  CHECK(records::threshold_for(policy, surname, FieldState::none).value_or(2) > 0.96);
  CHECK(records::threshold_for(policy, surname, FieldState::read) ==
        records::threshold_for(accept_all(), surname, FieldState::read));
}

TEST_CASE("a gap in the sample ends what was looked at") {
  Run run(3, "6");
  Desk desk(run.out, {run.form}, desk_options(run.clock));
  counted(desk);
  const auto items = desk.lease("Ann", "audit", 10);
  REQUIRE(items.size() == 6);
  for (const std::size_t i : {0U, 1U, 3U, 4U}) desk.decide("Ann", {typed(items[i], on_paper(items[i].field.name))});
  CHECK(run.tally().audited == 2);
}

TEST_CASE("a look is spent once and a further one asks for more") {
  Run run(5, "20");
  Audit audit = run.audit();
  batch::AuditTally tally{.accepted = 20, .drawn = 20, .audited = 10, .wrong = {}};
  const double first = batch::certify(audit, tally).upper_bound;
  audit.looks.push_back({20, 10, 0});
  CHECK(batch::certify(audit, tally).upper_bound == first);
  tally.audited = 11;
  const double second = batch::certify(audit, tally).upper_bound;
  CHECK(second == static_cast<double>(records::most_errors(20, 11, 0, records::alpha_of_look(0.05, 2))) / 20);
  CHECK(batch::audit_progress(audit, tally).find("carescan certify says") != std::string::npos);
  tally.audited = 10;
  CHECK(batch::audit_progress(audit, tally).find("at most") != std::string::npos);
}

TEST_CASE("a run without accepted fields promises nothing and holds") {
  const Audit none = batch::draw_audit({}, {});
  CHECK(none.fields.empty());
  const batch::Certified found = batch::certify(none, {});
  CHECK(found.holds);
  CHECK(found.upper_bound == 0);
  CHECK(batch::audit_sentence(none, found).empty());
}

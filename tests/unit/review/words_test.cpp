#include "pipeline/review/words.hpp"

#include <doctest/doctest.h>

#include "tests/unit/review/support.hpp"

using namespace carescan;
using namespace carescan::review;
using namespace carescan::test;

namespace {

Value value_of(const Field& f, const std::string& text) {
  const Typed typed = typed_value(f, text);
  CHECK_MESSAGE(typed.understood, text);
  return typed.value;
}

void refuse(const Field& f, const std::string& text) {
  const Typed typed = typed_value(f, text);
  CHECK_MESSAGE(!typed.understood, text);
  CHECK(typed.state == FieldState::illegible);
  CHECK(typed.value == Value());
  CHECK(typed.text == text);
}

}  // namespace

TEST_CASE("dates are typed as people write them") {
  const Field born = field("born", FieldKind::date);
  for (const char* text :
       {"28/02/1938", "28.2.1938", "28 2 1938", "28-02-1938", "28021938", "1938-02-28", " 28/2/1938 "})
    CHECK(value_of(born, text) == Value(std::string("1938-02-28")));
  for (const char* text : {"29/02/1938", "28/13/1938", "1938", "28/02", "28/02/38", "tomorrow", "0"})
    refuse(born, text);
}

TEST_CASE("two digits of a year are understood where the rules of the form leave one century") {
  Field signed_on = field("signed_on", FieldKind::date);
  signed_on.rules = {{"not_before", {}, {}, "2010-01-01"}};
  CHECK(value_of(signed_on, "1/3/25") == Value(std::string("2025-03-01")));
  CHECK(value_of(signed_on, "010325") == Value(std::string("2025-03-01")));
}

TEST_CASE("numbers with point or comma") {
  const Field weight = field("weight", FieldKind::number);
  CHECK(value_of(weight, "62.5") == Value(62.5));
  CHECK(value_of(weight, "62,5") == Value(62.5));
  CHECK(value_of(weight, "-1") == Value(-1.0));
  refuse(weight, "62 kg");
}

TEST_CASE("tick boxes and signatures by a key") {
  const Field box = field("smokes", FieldKind::checkbox), name = field("signature", FieldKind::signature);
  for (const char* text : {"y", "Yes", "X", "1"}) CHECK(value_of(box, text) == Value(true));
  for (const char* text : {"n", "NO", "0", "2"}) CHECK(value_of(box, text) == Value(false));
  refuse(box, "maybe");
  CHECK(value_of(name, "signed") == Value(true));
  CHECK(typed_value(name, "no").state == FieldState::blank);
  CHECK(words_of(name, FieldState::blank, {}) == "not signed");
}

TEST_CASE("options by code and label and number") {
  Field mobility = review_form().fields[5];
  for (const char* text : {"aid", "Walks with an aid", "2"})
    CHECK(value_of(mobility, text) == Value(std::string("aid")));
  refuse(mobility, "3");
  mobility.kind = FieldKind::choices;
  const Value both = std::vector<std::string>{"aid", "alone"};
  CHECK(value_of(mobility, "1,2") == both);
  CHECK(value_of(mobility, "aid; alone ,aid") == both);
  refuse(mobility, "1,9");
  CHECK(words_of(mobility, FieldState::read, both) == "Walks with an aid, Walks alone");
}

TEST_CASE("options of a scale are their numbers whatever their place") {
  Field pain = field("pain", FieldKind::scale);
  for (const char* code : {"0", "1", "2", "3"}) pain.options.push_back({code, code, {}});
  CHECK(value_of(pain, "0") == Value(std::string("0")));
  CHECK(value_of(pain, "2") == Value(std::string("2")));
}

TEST_CASE("NHS numbers and postcodes lose and gain their spaces") {
  CHECK(value_of(field("n", FieldKind::nhs_number), "999 000 0018") == Value(std::string("9990000018")));
  refuse(field("n", FieldKind::nhs_number), "999 OOO");
  CHECK(value_of(field("p", FieldKind::postcode), "ls14ap") == Value(std::string("LS1 4AP")));
}

TEST_CASE("nothing typed is blank and free text keeps its question marks") {
  CHECK(typed_value(field("t", FieldKind::text), "  ").state == FieldState::blank);
  CHECK(value_of(field("t", FieldKind::text), "Penicillin?") == Value(std::string("Penicillin?")));
}

TEST_CASE("what is typed for a value gives the value again") {
  const FormTemplate of = review_form();
  for (const Reading& r : review_readings()) {
    const Field& f = *of.find(r.field);
    CHECK(value_of(f, typing_of(f, r.state, r.value)) == r.value);
  }
  CHECK(typed_value(of.fields[0], typing_of(of.fields[0], FieldState::blank, {})).state == FieldState::blank);
}

TEST_CASE("values in words") {
  const FormTemplate of = review_form();
  CHECK(words_of(of.fields[1], FieldState::read, std::string("1938-02-28")) == "28/02/1938");
  CHECK(words_of(of.fields[3], FieldState::read, std::string("9990000018")) == "999 000 0018");
  CHECK(words_of(of.fields[4], FieldState::read, false) == "not ticked");
  CHECK(words_of(of.fields[5], FieldState::read, std::string("aid")) == "Walks with an aid");
  CHECK(words_of(of.fields[0], FieldState::blank, {}) == "left blank");
  CHECK(words_of(of.fields[0], FieldState::none, {}) == "none");
  CHECK(words_of(of.fields[0], FieldState::illegible, {}) == "cannot be read");
}

TEST_CASE("spelling apart free writing says the same and a number does not") {
  const Field name = field("surname", FieldKind::text), number = field("n", FieldKind::nhs_number);
  const auto same = [](const Field& f, const char* a, const char* b) {
    return same_on_paper(f, FieldState::read, std::string(a), FieldState::read, std::string(b));
  };
  CHECK(same(name, "O'Hara", "OHARA"));
  CHECK_FALSE(same(name, "O'Hara", "O'Mara"));
  CHECK_FALSE(same(number, "9990000018", "9990000026"));
  // A point that is lost makes ten times the dose: what stands between two digits counts, other marks and gaps do not.
  for (const auto& [one, two] : {std::pair{"1.5 mg", "15 mg"}, {"0.25", "025"}, {"1/2", "12"}, {"2-4", "24"},
                                 {"5 0", "50"}, {"1.5", "1/5"}}) {
    CHECK_FALSE_MESSAGE(same(name, one, two), one);
    CHECK_FALSE_MESSAGE(same(name, two, one), two);
  }
  CHECK(same(name, "1,5 mg", "1.5mg"));
  CHECK(same(name, "28 / 2", "28/2"));
  CHECK(same(field("phone", FieldKind::phone), "01632 960001", "01632960001"));
  CHECK_FALSE(same_on_paper(name, FieldState::blank, {}, FieldState::read, std::string("")));
}

TEST_CASE("every reason of the policy page has words") {
  const std::string page = read_all(fs::path(CARESCAN_SOURCE_DIR) / "docs" / "policy.md");
  std::string reasons = page.substr(page.find("| code |"));
  reasons.erase(reasons.find("\n\n"));
  int known = 0;
  for (std::size_t at = reasons.find("\n| `"); at != std::string::npos; at = reasons.find("\n| `", at + 1)) {
    const std::string code = reasons.substr(at + 4, reasons.find('`', at + 4) - at - 4);
    CHECK_MESSAGE(reason_words(code) != code, code);
    ++known;
  }
  CHECK(known > 30);
}
